package dev.cardea.session;

/**
 * How far a stream was received: the last number of a history, or nothing of it. Immutable.
 *
 * @param epoch the newest epoch ever seen of the owner, also when nothing of it is held (rule R9);
 *     0 before any
 * @param held false stands for NONE: no full state was received yet
 * @param seat the membership that it belongs to; 0 while not held
 * @param seq the owner's number of the last frame received; 0 while not held
 */
public record Position(long epoch, boolean held, int seat, long seq) {
    /** Nothing held, no epoch ever seen. */
    public static final Position NEW = none(0);

    /** NONE, by one that has seen {@code epoch}. */
    public static Position none(long epoch) {
        return new Position(epoch, false, 0, 0);
    }

    /** Everything up to {@code seq} was received. */
    public static Position at(long epoch, int seat, long seq) {
        return new Position(epoch, true, seat, seq);
    }
}
