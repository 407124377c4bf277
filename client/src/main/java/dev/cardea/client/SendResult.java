package dev.cardea.client;

/** What became of an input that was sent to a room. */
public sealed interface SendResult {
    /** See {@link Full}. */
    SendResult FULL = new Full();

    /** See {@link Closed}. */
    SendResult CLOSED = new Closed();

    /**
     * It is on its way, also over a cut: it is sent again until the room has applied it, once and
     * in order, as long as the membership lives.
     *
     * @param n its number, which {@link RoomClient#applied} reaches when it is applied: the first
     *     one to the room has 1, each further one the next
     */
    record Sent(long n) implements SendResult {}

    /**
     * 256 inputs or 64 KiB of them wait to be applied (rule R17): the way is cut or slow. This one
     * was not taken; try again later, or drop it.
     */
    record Full() implements SendResult {}

    /** There is no membership any more; {@link RoomListener#onGone} says why. */
    record Closed() implements SendResult {}
}
