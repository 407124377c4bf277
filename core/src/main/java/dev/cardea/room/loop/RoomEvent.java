package dev.cardea.room.loop;

import dev.cardea.room.Applicant;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Opening;
import dev.cardea.room.Recovery;
import dev.cardea.room.saved.SavedRoom;
import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import dev.cardea.store.Outcome;
import dev.cardea.wire.Bytes;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a room experiences, in one total order. Immutable plain data: the same events at the same
 * room times, folded by another {@link RoomLoop} of the type, give the same room.
 *
 * <p>What follows from a room's own calls is no event: a member that it kicks leaves, a room that
 * closes itself is closed.
 */
public sealed interface RoomEvent {
    /**
     * The room is made.
     *
     * @param seed of its random numbers
     */
    record Opened(Opening.Created how, long seed) implements RoomEvent {}

    /**
     * The room goes on after its process ended.
     *
     * @param age how long ago it was saved
     */
    record Restored(SavedRoom room, Duration age) implements RoomEvent {}

    /**
     * Somebody wants to be a member, or to watch; the room's answer comes from {@link
     * RoomLoop#decide}.
     */
    record Requested(Applicant who, Bytes options) implements RoomEvent {}

    /** Somebody is a member. */
    record Joined(int member, SessionId session, Identity who) implements RoomEvent {}

    /** Somebody watches; {@code member} is its number among members and spectators. */
    record Watched(int member, SessionId session, Identity who) implements RoomEvent {}

    /** A member lost its connection, or a spectator. */
    record Dropped(int member) implements RoomEvent {}

    /** A member or spectator is back, or was given its state anew. */
    record Resumed(int member, Recovery how) implements RoomEvent {}

    /** A member is none any more, or a spectator. */
    record Left(int member, LeaveReason why) implements RoomEvent {}

    /** A member said something; of no consequence if it is a spectator. */
    record Received(int member, Object input) implements RoomEvent {}

    /** Time went on by a tick. */
    record Ticked(long tick) implements RoomEvent {}

    /** The timer of that name is due. */
    record Fired(String timer) implements RoomEvent {}

    /**
     * Work of the room was done aside.
     *
     * @param event what it came to, or null: its {@code orElse}
     */
    record Answered(long ask, @Nullable Object event) implements RoomEvent {}

    /** It is known what became of a durable operation. */
    record Settled(String key, Outcome outcome) implements RoomEvent {}

    /** Somebody outside gave the room an event. */
    record Posted(Object event) implements RoomEvent {}

    /** The room is closed from outside. */
    record Closing(LeaveReason why) implements RoomEvent {}
}
