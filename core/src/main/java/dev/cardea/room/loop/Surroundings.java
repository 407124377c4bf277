package dev.cardea.room.loop;

import dev.cardea.room.Agents;
import dev.cardea.room.Rooms;
import dev.cardea.session.Delivery;
import dev.cardea.session.SessionId;
import dev.cardea.store.Operation;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link RoomLoop} acts on. Confined to the room.
 *
 * @param <O> what the room may say
 */
public interface Surroundings<O> {
    /** Says it to one member. */
    void send(SessionId to, O message, Delivery delivery);

    /** Says it to all members. */
    void broadcast(O message, Delivery delivery);

    /** Ends a membership, and tells the session why. */
    void kick(SessionId member, String why);

    /**
     * Runs {@code work} aside; what it comes to is to arrive as {@link RoomEvent.Answered}.
     *
     * @return null if it cannot be run now
     */
    @Nullable Aside ask(long ask, Callable<?> work);

    /**
     * Has {@code operation} done once, under an id that follows from the room's life and {@code
     * key}; what becomes of it is to arrive as {@link RoomEvent.Settled}.
     *
     * @throws IllegalStateException if there is no database
     */
    void settle(String key, Operation operation);

    /** An empty heap buffer, the same each time: a value on its way, from one call to the next. */
    ByteBuf scratch();

    /** The other rooms. */
    Rooms rooms();

    /** The players' agents. */
    Agents agents();

    /** Work under way aside. */
    interface Aside {
        /** Its answer is not wanted any more. */
        void cancel();
    }
}
