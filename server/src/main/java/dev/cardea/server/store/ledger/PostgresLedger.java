package dev.cardea.server.store.ledger;

import dev.cardea.server.node.RoomShelf.Lease;
import dev.cardea.server.store.Database;
import dev.cardea.store.Ledger;
import dev.cardea.store.Operation;
import dev.cardea.store.OperationId;
import dev.cardea.store.Outcome;
import dev.cardea.store.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * The ledger in PostgreSQL. Safe from any thread.
 *
 * <p>Operations wait in a queue, and each of a few threads takes what waits there, commits it in
 * one transaction, and answers: so a lone operation waits for nobody, and many share the flush of a
 * commit.
 */
public final class PostgresLedger implements Ledger, AutoCloseable {
    /** Operations that may wait; one more is answered "try later" at once. */
    public static final int WAITING_MAX = 4_096;

    /** Operations of one transaction. */
    public static final int BATCH_MAX = 256;

    /** How long until the answer is that nobody knows. */
    public static final Duration ANSWER_TIME = Duration.ofSeconds(2);

    private static final int WRITERS = 2;
    private static final int RETRY_MILLIS = 1_000;
    private static final Duration CLOSE_TIME = Duration.ofSeconds(5);

    private final Database database;
    private final LedgerWriter writer;
    private final BlockingQueue<Waiting> queue = new ArrayBlockingQueue<>(WAITING_MAX);
    private final List<Thread> threads = new ArrayList<>();
    private volatile boolean closed;

    /** One request in the queue; {@code null} in place of a request ends a thread. */
    private record Waiting(@Nullable Request request, CompletableFuture<Outcome> answer) {}

    /** On a database with all migrations. */
    public PostgresLedger(Database database) {
        this(database, new LedgerWriter(database.pool(), new LedgerTables()));
    }

    PostgresLedger(Database database, LedgerWriter writer) {
        this.database = database;
        this.writer = writer;
        for (int i = 0; i < WRITERS; i++) {
            threads.add(Thread.ofPlatform().daemon().name("ledger-" + i).start(this::write));
        }
    }

    @Override
    public CompletionStage<Outcome> settle(OperationId id, Operation operation) {
        return offer(Request.of(id, operation, null));
    }

    /**
     * The same for a room, which must own itself still when it happens.
     *
     * @return {@link Outcome.Reason#FENCED} if it does not
     */
    public CompletionStage<Outcome> settle(OperationId id, Operation operation, Lease fence) {
        return offer(Request.of(id, operation, fence));
    }

    private CompletionStage<Outcome> offer(Request request) {
        CompletableFuture<Outcome> answer = new CompletableFuture<>();
        if (closed || !queue.offer(new Waiting(request, answer))) {
            answer.complete(new Outcome.TryLater(RETRY_MILLIS));
            return answer;
        }
        return answer.completeOnTimeout(
                new Outcome.TryLater(RETRY_MILLIS), ANSWER_TIME.toMillis(), TimeUnit.MILLISECONDS);
    }

    // ---- writing ----

    private void write() {
        List<Waiting> taken = new ArrayList<>();
        boolean goOn = true;
        while (goOn) {
            taken.clear();
            goOn = take(taken);
            writeAll(taken);
        }
    }

    /** Takes what waits; false if this thread is to end. */
    private boolean take(List<Waiting> taken) {
        while (true) {
            try {
                Waiting first = queue.take();
                if (first.request == null) {
                    return false;
                }
                taken.add(first);
                break;
            } catch (InterruptedException ignored) {
                // nobody interrupts a writer: close() sends an end
            }
        }
        while (taken.size() < BATCH_MAX) {
            Waiting next = queue.peek();
            if (next == null || next.request == null) {
                return true;
            }
            Waiting polled = queue.poll();
            if (polled == null) {
                return true;
            }
            if (polled.request == null) {
                return false;
            }
            taken.add(polled);
        }
        return true;
    }

    /** Writes all, two of one id in batches of their own. */
    private void writeAll(List<Waiting> taken) {
        List<Waiting> left = new ArrayList<>(taken);
        left.removeIf(each -> each.answer.isDone()); // nobody waits any more, and it has not begun
        while (!left.isEmpty()) {
            Set<UUID> ids = new HashSet<>();
            Map<Request, CompletableFuture<Outcome>> answers = new LinkedHashMap<>();
            List<Waiting> later = new ArrayList<>();
            for (Waiting each : left) {
                Request request = Objects.requireNonNull(each.request);
                if (ids.add(request.id().value())) {
                    answers.put(request, each.answer);
                } else {
                    later.add(each);
                }
            }
            writer.write(
                    List.copyOf(answers.keySet()),
                    (request, outcome) ->
                            Objects.requireNonNull(answers.get(request)).complete(outcome));
            left = later;
        }
    }

    /** Commits what waits, as long as that takes a few seconds. */
    @Override
    public void close() {
        closed = true;
        for (int i = 0; i < WRITERS; i++) {
            if (!queue.offer(new Waiting(null, new CompletableFuture<>()))) {
                return; // full of what the database does not take: its threads are daemons
            }
        }
        try {
            for (Thread thread : threads) {
                thread.join(CLOSE_TIME);
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    // ---- reading ----

    @Override
    public Map<String, Long> balances(String account) {
        Map<String, Long> balances = new TreeMap<>();
        try {
            database.jdbi()
                    .useHandle(
                            handle ->
                                    handle.select(
                                                    "select unit, amount from balance where"
                                                            + " account = ? and version > 0",
                                                    account)
                                            .map(
                                                    (row, context) ->
                                                            balances.put(
                                                                    row.getString(1),
                                                                    row.getLong(2)))
                                            .list());
        } catch (JdbiException unavailable) {
            throw new StoreUnavailableException(
                    "the balances of " + account + " cannot be read: " + unavailable.getMessage());
        }
        return balances;
    }
}
