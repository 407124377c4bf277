package dev.cardea.room;

import dev.cardea.session.Delivery;
import dev.cardea.store.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;

/**
 * All that a room may do to the outside. Confined to the room: a call from another thread, so also
 * from the work given to {@link #ask}, throws {@link IllegalStateException}.
 *
 * @param <O> all that the room may say: a sealed interface of records
 * @param <E> the room's own events
 */
public interface Stage<O, E> {
    /** Says {@code message} to one member, reliably. Nothing happens if it has left. */
    default void send(Member to, O message) {
        send(to, message, Delivery.RELIABLE);
    }

    /** Says {@code message} to one member. Nothing happens if it has left. */
    void send(Member to, O message, Delivery delivery);

    /** Says {@code message} to all members and spectators, reliably. It is encoded once. */
    default void broadcast(O message) {
        broadcast(message, Delivery.RELIABLE);
    }

    /** Says {@code message} to all members and spectators. It is encoded once. */
    void broadcast(O message, Delivery delivery);

    /**
     * {@code event} comes after {@code delay}; a timer of the same name is replaced.
     *
     * @param name of the timer, for {@link #cancel}
     * @throws IllegalStateException if the room has 1,024 timers already
     */
    void after(String name, Duration delay, E event);

    /** Cancels the timer of that name, if there is one: its event does not come. */
    void cancel(String name);

    /**
     * Runs {@code work} aside, where it may block; what it returns comes as an event. {@code
     * orElse} comes in its place if the work fails, takes longer than 10 seconds (it is
     * interrupted), finds 64 others of this room under way, or if the room was restarted meanwhile.
     * Exactly one of the two comes, exactly once, and never before the current method returned.
     *
     * <p>The work must not touch the room or its stage.
     */
    void ask(E orElse, Callable<? extends E> work);

    /**
     * Does {@code operation} once, durably. What became of it comes as {@link Room#onSettled}, and
     * Done only when it is on disk; never before the current method returned. It goes on if the
     * room closes meanwhile. A name that is pending already is not asked again.
     *
     * <p>After {@link dev.cardea.store.Outcome.TryLater} it may have happened or not: ask again by
     * the same name, at the same operation.
     *
     * @param key names the effect within the room, such as {@code prize/3}: the same name never
     *     happens twice, also after a restart. Never a running number, which would name another
     *     effect then. 1 to 128 characters
     * @throws IllegalStateException if the room has 1,024 of them pending already, if another
     *     operation is pending by that name, or if the server has no database
     */
    void durable(String key, Operation operation);

    /**
     * One value that outlives a restart of the room. Call it in the constructor.
     *
     * @param name unique within the room, kept for ever
     * @param initial its value in a room that was never saved; an immutable record
     */
    <R> Cell<R> cell(String name, R initial);

    /**
     * The room's table of that type. Call it in the constructor.
     *
     * @param type one of those that the room's type declares by {@link RoomType#tables}
     * @throws IllegalStateException if it is none of them
     */
    <R> Table<R> table(TableType<R> type);

    /**
     * The groups that a member is in from now on, and no others: it sees the rows whose {@link
     * Audience} is one of them. Of no consequence if it has left.
     *
     * @param groups each 0 to 63; none at first
     */
    void groups(Member who, int... groups);

    /**
     * Where a member looks from: of a table with {@link TableType#near} it sees what is near that.
     * The place is the member's, not a row's, so that who has no row may look as well. Of no
     * consequence if it has left.
     *
     * @throws IllegalArgumentException if a coordinate is NaN or infinite
     */
    void lookFrom(Member who, double x, double y);

    /**
     * What the room says of itself to those who look for one, in place of what it said by that name
     * before.
     *
     * @param name one of those that the type declares by {@link RoomType#listed}
     * @param value at most 64 bytes of UTF-8
     * @throws IllegalArgumentException if it is none of them, or too long
     */
    void label(String name, String value);

    /** Whether the room is kept out of lists and searches; whoever knows its key may still join. */
    void hide(boolean hidden);

    /** The room's own random numbers: a recorded room replayed draws the same. */
    RandomGenerator random();

    /** The members in the order of their numbers; those who lost their connection included. */
    List<Member> members();

    /**
     * Those who watch: see {@link Room#onWatch}. In the order of their numbers; those who lost
     * their connection included. None of them is a member, though all is said to one alike.
     */
    List<Member> spectators();

    /**
     * Ends a membership now; {@link Room#onLeave} is called when the current method has returned,
     * unless it was a spectator.
     *
     * @param why shown to the player, at most 123 bytes of UTF-8
     */
    void kick(Member member, String why);

    /**
     * Closes the room when the current method has returned. Each member's {@link Room#onLeave} is
     * called, then nothing any more.
     *
     * @param why shown to the players, at most 123 bytes of UTF-8
     */
    void close(String why);

    /** The room's time: it never steps back and stands still during an event. */
    Instant now();

    /** The other rooms. Its methods may be called anywhere, also in {@link #ask}. */
    Rooms rooms();

    /** The players' agents. Its methods may be called anywhere, also in {@link #ask}. */
    Agents agents();
}
