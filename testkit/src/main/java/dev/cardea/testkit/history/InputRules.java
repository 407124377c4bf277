package dev.cardea.testkit.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * What goes up. I2: an input is applied at most once in any surviving history, in order, under the
 * seat it was meant for, and what was reported applied is. And of I3: in the end nothing waits.
 *
 * <p>A history that began from a snapshot holds what had been applied when that was written; what
 * came later belongs to the branch that died.
 */
final class InputRules implements Rules {
    private record History(String owner, long epoch) {}

    private record Stream(String client, String owner) {}

    private static final class Branch {
        final Map<Integer, Integer> lastOfSeat = new HashMap<>();
        final Map<Long, Fact.Applied> inputs = new HashMap<>();

        Branch copy() {
            Branch copy = new Branch();
            copy.lastOfSeat.putAll(lastOfSeat);
            copy.inputs.putAll(inputs);
            return copy;
        }
    }

    private static final class Sender {
        long epoch;
        int seat;
        final List<Fact.Sent> waiting = new ArrayList<>();
    }

    private final Map<History, Branch> branches = new HashMap<>();
    private final Map<Long, Branch> snapshots = new HashMap<>();
    private final Map<Stream, Sender> senders = new HashMap<>();
    private final Map<Long, Fact.Sent> sent = new HashMap<>();

    @Override
    public void accept(Fact fact, Verdict verdict) {
        switch (fact) {
            case Fact.Saved saved ->
                    snapshots.put(saved.snapshot(), branch(saved.owner(), saved.epoch()).copy());
            case Fact.Restored restored -> restored(restored);
            case Fact.Sent one -> sent(one);
            case Fact.Applied applied -> applied(applied, verdict);
            case Fact.Attached attached -> attached(attached, verdict);
            case Fact.Acknowledged told -> {
                Sender sender = sender(told.client(), told.owner());
                acknowledged(told.owner(), sender, told.seat(), told.n(), verdict);
            }
            case Fact.Unseated gone -> sender(gone.client(), gone.owner()).waiting.clear();
            case Fact.Settled settled -> settled(settled, verdict);
            default -> {}
        }
    }

    private void restored(Fact.Restored fact) {
        Branch from = snapshots.getOrDefault(fact.snapshot(), new Branch());
        branches.put(new History(fact.owner(), fact.epoch()), from.copy());
    }

    private void sent(Fact.Sent one) {
        sent.put(one.input(), one);
        sender(one.client(), one.owner()).waiting.add(one);
    }

    private void applied(Fact.Applied fact, Verdict verdict) {
        Branch branch = branch(fact.owner(), fact.epoch());
        Fact.Sent meant = sent.get(fact.input());
        if (meant == null || !meant.client().equals(fact.client())) {
            verdict.broken("I2", "nobody sent that");
        } else if (meant.seat() != fact.seat() || meant.n() != fact.n()) {
            verdict.broken("I2", "it was meant otherwise: " + meant);
        }
        if (branch.inputs.containsKey(fact.input())) {
            verdict.broken("I2", "applied before: " + branch.inputs.get(fact.input()));
        }
        int last = branch.lastOfSeat.getOrDefault(fact.seat(), 0);
        if (fact.n() <= last) {
            verdict.broken("I2", "out of order, the seat stands at " + last);
        }
        branch.lastOfSeat.put(fact.seat(), fact.n());
        branch.inputs.put(fact.input(), fact);
    }

    private void attached(Fact.Attached fact, Verdict verdict) {
        Sender sender = sender(fact.client(), fact.owner());
        if (sender.seat != fact.seat()) {
            sender.waiting.clear(); // R15: dropped, and the game was told
        }
        sender.epoch = fact.epoch();
        sender.seat = fact.seat();
        acknowledged(fact.owner(), sender, fact.seat(), fact.applied(), verdict);
    }

    private void acknowledged(String owner, Sender sender, int seat, int n, Verdict verdict) {
        Branch branch = branch(owner, sender.epoch);
        Iterator<Fact.Sent> all = sender.waiting.iterator();
        while (all.hasNext()) {
            Fact.Sent one = all.next();
            if (one.seat() == seat && one.n() <= n) {
                all.remove();
                if (!branch.inputs.containsKey(one.input())) {
                    verdict.broken("I2", "reported applied, but never was: " + one);
                }
            }
        }
    }

    private void settled(Fact.Settled fact, Verdict verdict) {
        Sender sender = sender(fact.client(), fact.owner());
        if (fact.member() && (fact.unacknowledged() > 0 || !sender.waiting.isEmpty())) {
            verdict.broken("I3", "unacknowledged in the end: " + sender.waiting);
        }
    }

    private Branch branch(String owner, long epoch) {
        return branches.computeIfAbsent(new History(owner, epoch), key -> new Branch());
    }

    private Sender sender(String client, String owner) {
        return senders.computeIfAbsent(new Stream(client, owner), key -> new Sender());
    }
}
