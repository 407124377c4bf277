package dev.cardea.room.loop;

import dev.cardea.room.Agents;
import dev.cardea.room.Rooms;
import dev.cardea.room.Verdict;
import dev.cardea.session.Delivery;
import dev.cardea.session.SessionId;
import dev.cardea.store.Operation;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Writes down what a room is told and what it does, so that it can be replayed. Confined to the
 * room. It changes nothing of what the room sees, and throws nothing.
 */
public interface Recorder {
    /** The room is told {@code event} at that room time; what it does about it follows. */
    void told(RoomEvent event, long micros);

    /** The room has decided a {@link RoomEvent.Requested}. */
    void decided(Verdict verdict);

    /** The room says something; to all if {@code to} is null. {@code body} is the caller's. */
    void said(@Nullable SessionId to, Delivery delivery, ByteBuf body);

    /** The room has something done durably. */
    void settling(String key, Operation operation);

    /** The room ends a membership. */
    void kicked(SessionId member, String why);

    /** All that follows from the event is done. */
    void done(RoomLoop<?, ?, ?> loop);

    /**
     * A turn ends.
     *
     * @param stamped whether the changed rows are now told: their slots may be given anew
     */
    void turnEnds(RoomLoop<?, ?, ?> loop, boolean stamped);

    /** The room, or what runs it, threw; it is over. */
    void failed(Throwable thrown);

    /** The room is over. */
    void ended();

    /** The other rooms, whose answers are written down too. */
    Rooms rooms(Rooms rooms);

    /** The agents, whose answers are written down too. */
    Agents agents(Agents agents);
}
