package dev.cardea.room;

import dev.cardea.store.Outcome;
import dev.cardea.wire.Bytes;

/**
 * One room: what it does when its members come, speak and go. Confined to the room: no two of its
 * methods ever run at the same time, and none may block (see {@link Stage#ask}).
 *
 * <p>What a room experiences is one list of events in one total order; each method here is one kind
 * of them. A method that throws closes this room, and no other: its members are told {@code
 * ROOM_FAILED}, and the room is not called again.
 *
 * <p>State lives in {@link Table}s, which the members see, and {@link Cell}s, which they do not;
 * the constructor only wires.
 *
 * @param <I> all that a client may say: a sealed interface of records
 * @param <E> all that the room tells itself ({@link Stage#after}, {@link Stage#ask}) and is told by
 *     services ({@link Rooms#post}): a sealed interface of records; {@link None} if nothing
 */
public interface Room<I, E> {
    /** The room exists; nobody is in it. */
    default void onOpen(Opening opening) {}

    /**
     * Somebody wants to become a member, or to watch: {@link Applicant#watches}. Asked once for
     * each seat; while all seats of that kind are taken the answer is no without asking.
     *
     * @param options what the client sent along, as it sent it: up to the frame's limit
     */
    default Verdict onRequest(Applicant who, Bytes options) {
        return Verdict.admit();
    }

    /** {@code who} is a member, and what is sent to it arrives. */
    void onJoin(Member who);

    /**
     * {@code who} watches from now on, in rooms with {@link RoomType#spectators}. It hears what is
     * broadcast and sees the rows that everyone sees; the room may {@link Stage#send} it more, put
     * it into {@link Stage#groups}, let it {@link Stage#lookFrom} a place, or {@link Stage#kick}
     * it.
     *
     * <p>It is no member, and no other method here is ever called for it: what it says is ignored,
     * and it comes back and leaves unannounced. After a long cut it gets the rows anew, but not
     * what was sent to it here; what it must know belongs in rows.
     */
    default void onWatch(Member who) {}

    /** {@code who} has no connection now. What is sent reliably waits for it, within bounds. */
    default void onDrop(Member who) {}

    /**
     * {@code who} is back, or was given the full state anew. With {@link Recovery#RECOVERED} it
     * missed nothing; with {@link Recovery#FRESH} it has lost whatever it knew of this room: send
     * what {@link #onJoin} sends. FRESH may come without a drop before it.
     */
    default void onResume(Member who, Recovery how) {}

    /** {@code who} is no member any more; nothing can be sent to it. */
    void onLeave(Member who, LeaveReason why);

    /** {@code from} said {@code input}: each input once, in the order in which it was said. */
    void onInput(Member from, I input);

    /**
     * Time went on by a tick, in rooms with a {@link RoomType#tickRate}. What the room's tables are
     * when this returns is what its members see of this tick.
     */
    default void onTick(Tick tick) {}

    /** What became of {@link Stage#durable} by that name. */
    default void onSettled(String key, Outcome outcome) {}

    /** A timer fired, an {@link Stage#ask} was answered, or a service posted {@code event}. */
    default void onEvent(E event) {}
}
