package dev.cardea.client.engine;

import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import io.netty.buffer.ByteBuf;

/**
 * Who is told what a membership in a room brings. Called on the session's loop; a body is valid
 * during the call. First comes either {@link #onJoined} or, as the only call, {@link #onRefused};
 * {@link #onGone} is the last one.
 */
public interface MemberHandler {
    /** The session is a member and has the room's full state. */
    void onJoined();

    /**
     * The session does not become a member.
     *
     * @param status a {@link dev.cardea.wire.ReplyStatus} or a game's number
     */
    void onRefused(int status, String text);

    /**
     * The room has attached the session, after {@link #onStateBegins} or before {@link
     * #onRecovered}.
     *
     * @param tick of the room, 0 if it does not tick
     * @param tickRate ticks per second, 0 if it does not tick
     */
    default void onTicking(long tick, int tickRate) {}

    /** The room's full state follows; what was known is void. */
    default void onStateBegins() {}

    /** A part of the room's full state: blocks of rows. */
    void onState(ByteBuf part);

    /** The full state came anew and replaces what was known. */
    void onFresh();

    /** The connection is back; what was missed follows, nothing is lost. */
    void onRecovered();

    /** A message of the room; body: varint message id, value. */
    void onMessage(ByteBuf body);

    /** A patch of the room's tables, or a part of one; {@code blocks}: what changed. */
    default void onPatch(Frame.Patch frame, ByteBuf blocks) {}

    /**
     * The room has applied the inputs up to {@code n}, a number of {@link Offer.Accepted}; told
     * before the patch that shows what they did.
     */
    default void onApplied(long n) {}

    /** {@code count} inputs were dropped and have no effect, since their seat is gone. */
    void onInputsLost(int count);

    /** The membership ended. */
    void onGone(GoneReason reason, String text);
}
