package dev.cardea.testkit.room;

import dev.cardea.room.loop.Mail;
import dev.cardea.store.Holding;
import dev.cardea.store.Operation;
import dev.cardea.store.Outcome;
import dev.cardea.store.Settlement;
import dev.cardea.testkit.SimWorld;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The ledger of a room under test: what {@link dev.cardea.room.Stage#durable} does, in memory.
 * Confined to the test's thread.
 *
 * <p>Players begin with nothing; houses have no bound. Each operation is settled a millisecond
 * after it was asked for, unless the test says that the ledger is {@link #away}: then it is not
 * done, and the room is told to try later. By the name of an effect that has its answer the room
 * gets that answer again.
 */
public final class SimLedger {
    /** How long an operation takes. */
    public static final Duration TIME = Duration.ofMillis(1);

    private static final int RETRY_MILLIS = 1_000;

    private final SimWorld world;
    private final Consumer<Mail> room;
    private final Map<Holding, Long> balances = new HashMap<>();
    private final Map<String, Settled> settled = new LinkedHashMap<>();
    private boolean away;

    /** An effect and what became of it. Immutable. */
    public record Settled(String key, Operation operation, Outcome outcome) {}

    SimLedger(SimWorld world, Consumer<Mail> room) {
        this.world = world;
        this.room = room;
    }

    /** Gives a player so much of a unit, in addition to what it has; for the test's beginning. */
    public void give(String account, String unit, long amount) {
        balances.merge(new Holding(account, unit), amount, Long::sum);
    }

    /** How much of a unit a player has. */
    public long balance(String account, String unit) {
        return balances.getOrDefault(new Holding(account, unit), 0L);
    }

    /** What a player has, by unit. */
    public Map<String, Long> balances(String account) {
        Map<String, Long> units = new TreeMap<>();
        balances.forEach(
                (of, amount) -> {
                    if (of.account().equals(account)) {
                        units.put(of.unit(), amount);
                    }
                });
        return units;
    }

    /** From now on the database is away, or back. */
    public void away(boolean now) {
        away = now;
    }

    /** All that has an answer which is kept, in that order. */
    public List<Settled> settled() {
        return new ArrayList<>(settled.values());
    }

    void settle(String key, Operation operation) {
        world.after(
                TIME.toNanos(), () -> room.accept(new Mail.Settled(key, decide(key, operation))));
    }

    private Outcome decide(String key, Operation operation) {
        if (away) {
            return new Outcome.TryLater(RETRY_MILLIS);
        }
        Settled known = settled.get(key);
        if (known == null) {
            Outcome outcome = apply(operation);
            settled.put(key, new Settled(key, operation, outcome));
            return outcome;
        }
        return known.operation.equals(operation)
                ? known.outcome
                : new Outcome.Refused(
                        Outcome.Reason.ID_REUSED, "another operation has the name " + key);
    }

    private Outcome apply(Operation operation) {
        Settlement settlement = Settlement.of(operation, of -> balance(of.account(), of.unit()));
        settlement.deltas().forEach((of, delta) -> balances.merge(of, delta, Long::sum));
        return settlement.outcome();
    }
}
