package dev.cardea.server.store.ledger;

import dev.cardea.server.node.RoomShelf.Lease;
import dev.cardea.session.OwnerId;
import dev.cardea.store.Operation;
import dev.cardea.store.OperationId;
import dev.cardea.store.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Callers by chance: few players, few ids, so that all gets into each other's way. */
final class LedgerLoad {
    static final UUID LIFE = new UUID(7, 7);
    private static final OwnerId ROOM = new OwnerId("till", "one");
    private static final int PLAYERS = 8;

    final LedgerHistory history = new LedgerHistory();
    private final Jdbi jdbi;

    LedgerLoad(Jdbi jdbi) {
        this.jdbi = jdbi;
    }

    /** A room that is owned under fence 1. */
    void makeRoom() {
        jdbi.useHandle(
                handle ->
                        handle.execute(
                                "insert into room (name, life, fence, node, saved, state)"
                                        + " values (?, ?, 1, 'test', clock_timestamp(), '')",
                                ROOM.toString(),
                                LIFE));
    }

    /** Another owner takes the room over. */
    void takeOver() {
        jdbi.useHandle(handle -> handle.execute("update room set fence = fence + 1"));
    }

    /** Several threads at once, each asking for {@code count} operations one after the other. */
    void run(PostgresLedger ledger, int threads, int count, long seed) {
        List<Thread> all = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            SplittableRandom random = new SplittableRandom(seed * 31 + i);
            all.add(
                    Thread.startVirtualThread(
                            () -> {
                                for (int n = 0; n < count; n++) {
                                    askOnce(ledger, random, seed);
                                }
                            }));
        }
        for (Thread each : all) {
            try {
                each.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    private void askOnce(PostgresLedger ledger, SplittableRandom random, long seed) {
        int number = random.nextInt(400);
        OperationId id = new OperationId(new UUID(seed, number));
        SplittableRandom ofId = new SplittableRandom(seed + 1000L * number);
        boolean lies = random.nextInt(20) == 0; // another operation under the same id
        Operation operation = operation(lies ? random : ofId);
        // All that ask for one id are the room, or none is: or what it may not do another does.
        @Nullable Lease fence = number % 4 == 0 ? new Lease(ROOM, LIFE, 1) : null;
        history.told(id, operation, ask(ledger, id, operation, fence));
    }

    static Outcome ask(
            PostgresLedger ledger, OperationId id, Operation operation, @Nullable Lease fence) {
        CompletableFuture<Outcome> answer =
                (fence == null ? ledger.settle(id, operation) : ledger.settle(id, operation, fence))
                        .toCompletableFuture();
        return answer.join();
    }

    private static Operation operation(SplittableRandom random) {
        String one = "player" + random.nextInt(PLAYERS);
        String other = "player" + random.nextInt(PLAYERS);
        long amount = random.nextInt(1, 30);
        return switch (random.nextInt(5)) {
            case 0, 1 -> Operation.credit(one, "gold", amount).because("prize");
            case 2 -> Operation.debit(one, "gold", amount);
            case 3 -> Operation.debit(one, "gold", amount).and(Operation.credit(one, "sword", 1));
            default ->
                    one.equals(other)
                            ? Operation.credit(one, "sword", 1)
                            : Operation.transfer(one, other, "gold", amount);
        };
    }
}
