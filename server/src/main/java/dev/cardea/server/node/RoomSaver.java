package dev.cardea.server.node;

import dev.cardea.room.loop.RoomOwner;
import dev.cardea.room.saved.SavedForm;
import dev.cardea.store.Operation;
import dev.cardea.store.OperationId;
import dev.cardea.store.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one room on the shelf: now and then, when it rests, and not any more when it is over.
 * Confined to the room's turns; what blocks is done aside, one after the other.
 */
final class RoomSaver {
    /** When an effect of a room that could not be kept yet is worth another try. */
    private static final int RETRY_MILLIS = 1_000;

    private final RoomHost host;
    private final RoomShelving shelving;
    private final RoomShelf.Lease lease;
    private final long everyNanos;

    /** When the room is to be saved next, if anything has happened. */
    private long dueNanos;

    private boolean dirty = true;

    /** Whether what was kept last names this life, so that effects may be named by it. */
    private boolean begun;

    private boolean ended;

    /** Wait until the room is kept for the first time, or cannot be. */
    private final List<Consumer<Boolean>> afterFirst = new ArrayList<>();

    /** The last thing that is done aside, or was. */
    private CompletableFuture<?> aside = CompletableFuture.completedFuture("");

    /** What became of the last save, for the next turn; null if that is known already. */
    private volatile @Nullable News news;

    private enum News {
        KEPT,
        FENCED,
        FAILED
    }

    /**
     * Of a room.
     *
     * @param isKept whether the room is on the shelf already
     */
    RoomSaver(
            RoomHost host,
            RoomShelving shelving,
            RoomShelf.Lease lease,
            long everyNanos,
            boolean isKept) {
        this.host = host;
        this.shelving = shelving;
        this.lease = lease;
        this.everyNanos = everyNanos;
        this.begun = isKept;
        this.dueNanos = host.nanos() + (isKept ? everyNanos : 0);
    }

    RoomShelf.Lease lease() {
        return lease;
    }

    /**
     * Does an operation of the room, if the room is kept by then: before that, nobody could know
     * after a crash that it is the same room which asks again. Otherwise it is to be tried later.
     */
    void settle(OperationId id, Operation operation, Consumer<CompletionStage<Outcome>> answering) {
        Consumer<Boolean> task =
                kept ->
                        answering.accept(
                                kept
                                        ? shelving.shelf().settle(lease, id, operation)
                                        : CompletableFuture.completedFuture(
                                                new Outcome.TryLater(RETRY_MILLIS)));
        if (begun) {
            task.accept(true);
        } else {
            afterFirst.add(task);
        }
    }

    /** Somebody else owns the room: it stops in its next turn. Safe from any thread. */
    void lost() {
        news = News.FENCED;
        host.wake();
    }

    /** Something may have happened to the room. */
    void touch() {
        dirty = true;
    }

    /**
     * Ends a turn: saves the room if it is time.
     *
     * @return false if somebody else owns it
     */
    boolean turnEnds(RoomOwner<?, ?, ?> owner) {
        News last = news;
        if (last != null) {
            news = null;
            learn(last);
        }
        if (last == News.FENCED) {
            return false;
        }
        if (dirty && aside.isDone() && dueNanos - host.nanos() <= 0) {
            dueNanos = host.nanos() + everyNanos;
            save(owner);
        }
        return true;
    }

    private void learn(News last) {
        begun |= last == News.KEPT;
        dirty |= last == News.FAILED;
        List<Consumer<Boolean>> waiting = List.copyOf(afterFirst);
        afterFirst.clear();
        waiting.forEach(task -> task.accept(begun));
    }

    /** Nanoseconds until it is time, or Long.MAX_VALUE. */
    long idleNanos() {
        return dirty && aside.isDone() ? dueNanos - host.nanos() : Long.MAX_VALUE;
    }

    /** Saves the room for the last time: it rests. */
    void rest(RoomOwner<?, ?, ?> owner) {
        ended = true;
        save(owner);
    }

    private void save(RoomOwner<?, ?, ?> owner) {
        dirty = false;
        byte[] written = SavedForm.write(owner.save());
        shelving.counters().bytes.add(written.length);
        RoomShelf shelf = shelving.shelf();
        start(begun ? () -> shelf.save(lease, written) : () -> shelf.begin(lease, written));
    }

    /**
     * The room is over.
     *
     * @param failure what it threw, or null
     */
    void over(@Nullable Throwable failure) {
        if (ended) {
            return;
        }
        ended = true;
        if (failure == null) {
            start(() -> shelving.shelf().remove(lease));
        } else {
            start(() -> shelving.shelf().setAside(lease, failure.toString()));
        }
    }

    /** The room is another owner's: nothing of it is written any more. */
    void fenced() {
        ended = true;
    }

    private void start(Supplier<RoomShelf.Write> write) {
        shelving.begins();
        try {
            aside = aside.thenRunAsync(() -> run(write), shelving.blocking());
        } catch (RejectedExecutionException closing) {
            shelving.counters().failed.increment();
            shelving.ends();
        }
    }

    private void run(Supplier<RoomShelf.Write> write) {
        try {
            boolean done = write.get() == RoomShelf.Write.DONE;
            (done ? shelving.counters().saved : shelving.counters().fenced).increment();
            news = done ? News.KEPT : News.FENCED;
        } catch (RuntimeException unavailable) {
            shelving.counters().failed.increment();
            shelving.failures().failed("saving rooms", "" + lease.room(), unavailable);
            news = News.FAILED;
        } finally {
            shelving.ends();
            host.wake();
        }
    }
}
