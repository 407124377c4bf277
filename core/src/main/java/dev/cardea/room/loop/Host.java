package dev.cardea.room.loop;

import dev.cardea.room.Agents;
import dev.cardea.room.Listing;
import dev.cardea.room.Rooms;
import dev.cardea.store.Operation;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** What a {@link RoomOwner} needs of whoever runs it. Confined to the room. */
public interface Host {
    /** Microseconds since 1970, read once when the room opens. */
    long wallMicros();

    /** A clock that never steps back. */
    long nanos();

    /** Largest message of the room, in bytes: what is left of the largest frame. */
    int messageBytesMax();

    /**
     * Has {@code operation} done once, under an id that follows from the room's life and {@code
     * key}; what becomes of it is offered as {@link Mail.Settled}.
     *
     * @throws IllegalStateException if there is no database
     */
    void settle(String key, Operation operation);

    /** An empty heap buffer, the same one until the end of a turn. */
    ByteBuf scratch();

    /** See {@link Surroundings#ask}; what comes of it is offered as {@link Mail.Answer}. */
    Surroundings.@Nullable Aside ask(long ask, Callable<?> work);

    /**
     * A tick is run.
     *
     * @param lateNanos how long after its time
     * @param dropped ticks that are left out before it, as the room is too far behind
     */
    void ticked(long lateNanos, long dropped);

    /** The room threw: {@code event} is what it was told. It is closed already. */
    void failed(RoomEvent event, Throwable cause);

    /** Those who look for a room are shown that from now on; null: they are not shown this one. */
    void list(@Nullable Listing listing);

    /** Asked once, when the room opens: what it is told and does is written there. */
    default @Nullable Recorder recorder() {
        return null;
    }

    /** The other rooms. */
    Rooms rooms();

    /** The players' agents. */
    Agents agents();
}
