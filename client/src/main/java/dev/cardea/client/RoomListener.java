package dev.cardea.client;

import dev.cardea.wire.GoneReason;

/**
 * Who is told what a room says. Called on the session's loop, in order; must not block.
 *
 * @param <O> what the room may say
 */
@FunctionalInterface
public interface RoomListener<O> {
    /** The room was joined, and {@code room} is how to speak to it. Called first of all. */
    default void onJoined(RoomClient<?, O> room) {}

    /** A message of the room. Reliable ones come in order, each once, over any number of cuts. */
    void onOutput(O output);

    /**
     * The room has applied the inputs up to {@code n}, a number of {@link SendResult.Sent}. What
     * they did to the tables is seen at the next {@link #onPatch}, not yet here.
     */
    default void onApplied(long n) {}

    /**
     * The room's tables have changed; {@link RoomClient#table} shows how they are.
     *
     * @param tick after which they are so, or 0 if the room does not tick, or what was missed is
     *     being told
     */
    default void onPatch(long tick) {}

    /**
     * What was missed could not be told any more, so the room's state begins anew: forget what was
     * known of it. Its tables are complete.
     */
    default void onFresh() {}

    /** The connection is back; what was missed follows, and nothing is lost. */
    default void onRecovered() {}

    /**
     * The last {@code count} inputs have no effect: the seat that they were sent from has ended,
     * for example since the room restarted.
     */
    default void onInputsLost(int count) {}

    /**
     * A message that this version of the game cannot read was skipped. If it was of the tables,
     * they stay as they are until the next {@link #onFresh}.
     */
    default void onUnreadable(String why) {}

    /** The membership ended; nothing follows. */
    default void onGone(GoneReason reason, String text) {}
}
