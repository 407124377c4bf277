package dev.cardea.server.node;

import java.util.concurrent.Executor;
import java.util.concurrent.Phaser;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Brings rooms to their shelf, aside from their turns. Safe from any thread. */
public final class RoomShelving implements AutoCloseable {
    /** Of a server without a database. */
    public static final RoomShelving NONE = new RoomShelving(RoomShelf.NONE, Runnable::run);

    private static final Logger LOG = LoggerFactory.getLogger(RoomShelving.class);
    private static final long CLOSE_SECONDS_MAX = 10;

    private final RoomShelf shelf;
    private final Executor blocking;
    private final ShelfCounters counters = new ShelfCounters();
    private final FailureLog failures = new FailureLog(LOG);

    /** One party for each write under way, and one for {@link #close}. */
    private final Phaser writes = new Phaser(1);

    /**
     * Of a shelf.
     *
     * @param blocking gives every task a thread of its own, on which it may block
     */
    public RoomShelving(RoomShelf shelf, Executor blocking) {
        this.shelf = shelf;
        this.blocking = blocking;
    }

    RoomShelf shelf() {
        return shelf;
    }

    /** What happened so far. */
    public ShelfCounters counters() {
        return counters;
    }

    Executor blocking() {
        return blocking;
    }

    FailureLog failures() {
        return failures;
    }

    void begins() {
        writes.register();
    }

    void ends() {
        writes.arriveAndDeregister();
    }

    /** Waits for the writes that are under way, after the rooms' workers have stopped. */
    @Override
    public void close() {
        try {
            writes.awaitAdvanceInterruptibly(writes.arrive(), CLOSE_SECONDS_MAX, TimeUnit.SECONDS);
        } catch (TimeoutException slow) {
            LOG.error("rooms are not saved: the database did not take them in time");
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
