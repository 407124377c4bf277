package dev.cardea.server.store.ledger;

import dev.cardea.store.Operation;
import dev.cardea.store.OperationId;
import dev.cardea.store.Outcome;
import dev.cardea.store.Settlement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jdbi.v3.core.Jdbi;

/**
 * What callers were told, and the judge of it: each acknowledged operation is there once, none that
 * was refused is there, the same id had one answer. Safe from any thread.
 */
final class LedgerHistory {
    private final ConcurrentLinkedQueue<Told> told = new ConcurrentLinkedQueue<>();

    private record Told(UUID id, Operation operation, Outcome outcome) {}

    void told(OperationId id, Operation operation, Outcome outcome) {
        told.add(new Told(id.value(), operation, outcome));
    }

    long count(Class<? extends Outcome> kind) {
        return told.stream().filter(each -> kind.isInstance(each.outcome)).count();
    }

    /** All that is wrong, in words. */
    List<String> faults(Jdbi jdbi) {
        List<String> faults = new ArrayList<>(LedgerAudit.run(jdbi).faults());
        Map<UUID, Map<String, Long>> entries = entries(jdbi);
        Map<UUID, Told> first = new HashMap<>();
        for (Told each : told) {
            Map<String, Long> there = entries.getOrDefault(each.id, Map.of());
            judge(each, there, faults);
            if (isKept(each.outcome)) {
                Told before = first.putIfAbsent(each.id, each);
                if (before != null && !before.outcome.equals(each.outcome)) {
                    faults.add(each.id + " was told " + before.outcome + ", then " + each.outcome);
                }
            }
        }
        return faults;
    }

    private static boolean isKept(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Done _ -> true;
            case Outcome.Refused(Outcome.Reason reason, String _) ->
                    reason == Outcome.Reason.NOT_ENOUGH || reason == Outcome.Reason.TOO_MUCH;
            case Outcome.TryLater _ -> false;
        };
    }

    private static void judge(Told each, Map<String, Long> there, List<String> faults) {
        boolean isThere = there.equals(entries(each.operation));
        switch (each.outcome) {
            case Outcome.Done _ -> {
                if (!isThere) {
                    faults.add(each.id + " is acknowledged, but there is " + there);
                }
            }
            case Outcome.Refused(Outcome.Reason reason, String _) -> {
                boolean othersMayBe = reason == Outcome.Reason.ID_REUSED;
                if (othersMayBe ? isThere : !there.isEmpty()) {
                    faults.add(each.id + " is refused, " + reason + ", but there is " + there);
                }
            }
            case Outcome.TryLater _ -> {}
        }
    }

    private static Map<String, Long> entries(Operation operation) {
        Map<String, Long> entries = new TreeMap<>();
        Settlement settlement = Settlement.of(operation, holding -> 1L << 40);
        settlement
                .deltas()
                .forEach((of, delta) -> entries.put(of.account() + "/" + of.unit(), delta));
        settlement
                .houses()
                .forEach(
                        (of, delta) -> entries.put("house " + of.house() + "/" + of.unit(), delta));
        return entries;
    }

    private static Map<UUID, Map<String, Long>> entries(Jdbi jdbi) {
        Map<UUID, Map<String, Long>> entries = new HashMap<>();
        jdbi.useHandle(
                handle ->
                        handle.select("select operation, house, holder, unit, delta from ledger")
                                .map(
                                        (row, context) ->
                                                entries.computeIfAbsent(
                                                                row.getObject(1, UUID.class),
                                                                any -> new TreeMap<>())
                                                        .put(
                                                                (row.getBoolean(2) ? "house " : "")
                                                                        + row.getString(3)
                                                                        + "/"
                                                                        + row.getString(4),
                                                                row.getLong(5)))
                                .list());
        return entries;
    }
}
