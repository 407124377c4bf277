package dev.cardea.server;

import dev.cardea.server.admin.DatabaseState;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether the database answers, asked at most once a second however many want to know. Safe from
 * any thread that may wait a second.
 */
final class DatabasePulse {
    static final long MILLIS_MAX = 1_000;

    private static final Executor ASIDE =
            task -> Thread.ofVirtual().name("cardea-database-pulse").start(task);

    private final Runnable question;
    private final LongSupplier nanos;
    private final AtomicReference<@Nullable Beat> last = new AtomicReference<>();

    private record Beat(long begunNanos, CompletableFuture<DatabaseState> answer) {}

    /**
     * Of a database.
     *
     * @param question blocks until it is answered, for a few seconds at most, or throws
     */
    DatabasePulse(Runnable question, LongSupplier nanos) {
        this.question = question;
        this.nanos = nanos;
    }

    /** As of a second ago at most. */
    DatabaseState state() {
        long now = nanos.getAsLong();
        Beat beat = last.get();
        if (beat == null || now - beat.begunNanos >= TimeUnit.MILLISECONDS.toNanos(MILLIS_MAX)) {
            Beat next = new Beat(now, new CompletableFuture<>());
            if (last.compareAndSet(beat, next)) {
                ask(next.answer);
                beat = next;
            } else {
                beat = last.get(); // somebody else was faster
            }
        }
        return beat == null ? DatabaseState.DOWN : beat.answer.join();
    }

    private void ask(CompletableFuture<DatabaseState> answer) {
        answer.completeOnTimeout(DatabaseState.DOWN, MILLIS_MAX, TimeUnit.MILLISECONDS);
        ASIDE.execute(
                () -> {
                    try {
                        question.run();
                        answer.complete(DatabaseState.UP);
                    } catch (RuntimeException e) { // whatever the reason: it does not answer
                        answer.complete(DatabaseState.DOWN);
                    }
                });
    }
}
