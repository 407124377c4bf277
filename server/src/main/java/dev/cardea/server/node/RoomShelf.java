package dev.cardea.server.node;

import dev.cardea.session.OwnerId;
import dev.cardea.store.Operation;
import dev.cardea.store.OperationId;
import dev.cardea.store.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Where rooms are kept that outlive their process. Called on threads that may block.
 *
 * <p>Each method throws a {@link RuntimeException} if the database cannot do it now; the caller
 * asks again later.
 */
public interface RoomShelf {
    /** Of a server without a database: nothing is kept. */
    RoomShelf NONE = new NoShelf();

    /** Whether anything is kept. */
    boolean keeps();

    /**
     * Who may write a room: whoever has its newest fence.
     *
     * @param room its name
     * @param life tells it apart from others of that name, before and after it; it is the scope of
     *     the names of its durable operations
     * @param fence rises by one with each new owner
     */
    record Lease(OwnerId room, UUID life, long fence) {
        /** Of a room that was never kept before. */
        static Lease first(OwnerId room, UUID life) {
            return new Lease(room, life, 1);
        }
    }

    /**
     * A room as it was kept.
     *
     * @param age how long ago
     * @param written its form at rest: see {@link dev.cardea.room.saved.SavedForm}
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Kept(Lease lease, Duration age, byte[] written) {}

    /** What became of a write. */
    enum Write {
        /** It is kept. */
        DONE,

        /** Somebody else owns the room by now, or the name is another room's. */
        FENCED
    }

    /** Takes all rooms over, each under a new fence. */
    List<Kept> takeAll();

    /** Keeps a room of a first lease; once more of the same is the same. */
    Write begin(Lease lease, byte[] written);

    /** Keeps the room in place of what is kept of it. */
    Write save(Lease lease, byte[] written);

    /**
     * Does an operation of a room once, if the room still owns itself when that happens. Does not
     * block.
     *
     * @return as {@link dev.cardea.store.Ledger#settle}, or FENCED
     */
    CompletionStage<Outcome> settle(Lease lease, OperationId id, Operation operation);

    /** The room is over. */
    Write remove(Lease lease);

    /**
     * The room is over, but what was kept of it is put where an operator can find it, and its name
     * is free.
     */
    Write setAside(Lease lease, String why);
}
