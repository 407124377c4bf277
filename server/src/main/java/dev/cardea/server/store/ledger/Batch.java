package dev.cardea.server.store.ledger;

import dev.cardea.server.node.RoomShelf.Lease;
import dev.cardea.store.Holder;
import dev.cardea.store.Holding;
import dev.cardea.store.Move;
import dev.cardea.store.OperationId;
import dev.cardea.store.Outcome;
import dev.cardea.store.Outcome.Reason;
import dev.cardea.store.Settlement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

/**
 * Operations that share a transaction: which rows they need, and, given those, what becomes of each
 * in its order. Pure. Confined to the thread that writes the batch.
 */
final class Batch {
    private final List<Request> requests;
    private final Map<Holding, Balance> balances = new HashMap<>();
    private final Set<Holding> changed = new TreeSet<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Request> decided = new ArrayList<>();
    private final List<Request> dropped = new ArrayList<>();
    private final Map<Request, Outcome> outcomes = new LinkedHashMap<>();

    /**
     * What one player has of one unit.
     *
     * @param version that of the newest entry; 0 if there is none
     */
    record Balance(long amount, long version) {
        static final Balance NONE = new Balance(0, 0);
    }

    /** One line of the ledger; version and amount of a house mean nothing. */
    record Entry(
            OperationId operation,
            boolean house,
            String holder,
            String unit,
            long delta,
            Balance after) {}

    /** No two of {@code requests} have one id. */
    Batch(List<Request> requests) {
        this.requests =
                requests.stream().sorted(Comparator.comparing(each -> each.id().value())).toList();
    }

    /**
     * In the order of their ids, in which their rows are made: two batches never wait in a ring.
     */
    List<Request> requests() {
        return requests;
    }

    /** The balances that are needed, in the order in which they are locked. */
    Set<Holding> holdings() {
        Set<Holding> all = new TreeSet<>();
        for (Request request : requests) {
            for (Move move : request.operation().moves()) {
                add(move.from(), move.unit(), all);
                add(move.to(), move.unit(), all);
            }
        }
        return all;
    }

    private static void add(Holder holder, String unit, Set<Holding> to) {
        if (holder instanceof Holder.Player(String name)) {
            to.add(new Holding(name, unit));
        }
    }

    /** The rooms that ask, by their lives; the newest fence of each. */
    Map<UUID, Lease> fences() {
        Map<UUID, Lease> fences = new TreeMap<>();
        for (Request request : requests) {
            Lease fence = request.fence();
            if (fence != null) {
                fences.put(fence.life(), fence);
            }
        }
        return fences;
    }

    /**
     * Decides all, in their order.
     *
     * @param isNew the ids that were never seen before
     * @param stored the answers of the others
     * @param held the fence that each room has now
     * @param found the balances that there are
     */
    void decide(
            Set<UUID> isNew,
            Map<UUID, StoredAnswer> stored,
            Map<UUID, Long> held,
            Map<Holding, Balance> found) {
        balances.putAll(found);
        for (Request request : requests) {
            UUID id = request.id().value();
            StoredAnswer known = stored.get(id);
            if (known != null) {
                outcomes.put(request, known.answer(request));
            } else if (isNew.contains(id)) {
                decide(request, held);
            } else {
                outcomes.put(request, new Outcome.TryLater(0)); // it vanished: somebody gave it up
            }
        }
    }

    private void decide(Request request, Map<UUID, Long> held) {
        Lease fence = request.fence();
        if (fence != null && held.getOrDefault(fence.life(), 0L) != fence.fence()) {
            dropped.add(request);
            outcomes.put(
                    request,
                    new Outcome.Refused(
                            Reason.FENCED, "room " + fence.room() + " has another owner"));
            return;
        }
        Settlement settlement =
                Settlement.of(request.operation(), holding -> balance(holding).amount());
        settlement.deltas().forEach((holding, delta) -> change(request.id(), holding, delta));
        settlement
                .houses()
                .forEach(
                        (house, delta) ->
                                entries.add(
                                        new Entry(
                                                request.id(),
                                                true,
                                                house.house(),
                                                house.unit(),
                                                delta,
                                                Balance.NONE)));
        decided.add(request);
        outcomes.put(request, settlement.outcome());
    }

    private void change(OperationId id, Holding holding, long delta) {
        Balance before = balance(holding);
        Balance after = new Balance(before.amount() + delta, before.version() + 1);
        balances.put(holding, after);
        changed.add(holding);
        entries.add(new Entry(id, false, holding.account(), holding.unit(), delta, after));
    }

    private Balance balance(Holding holding) {
        return balances.getOrDefault(holding, Balance.NONE);
    }

    // ---- what is to be written ----

    /** What each operation comes to. */
    Map<Request, Outcome> outcomes() {
        return outcomes;
    }

    /** Those that have their answer now, and keep it. */
    List<Request> decided() {
        return decided;
    }

    /** Those whose rows are not to stay, as their answer is not kept. */
    List<Request> dropped() {
        return dropped;
    }

    /** The ledger's new lines. */
    List<Entry> entries() {
        return entries;
    }

    /** The balances that changed, as they are now. */
    Map<Holding, Balance> changed() {
        Map<Holding, Balance> now = new LinkedHashMap<>();
        changed.forEach(holding -> now.put(holding, balance(holding)));
        return now;
    }
}
