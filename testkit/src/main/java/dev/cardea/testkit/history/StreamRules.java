package dev.cardea.testkit.history;

import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What goes down. I1: a member receives the owner's log filtered by audience, from where it stands
 * on. I7: no step back to an older epoch. I8: one epoch has one history. And of I3: in the end
 * nothing is missing.
 */
final class StreamRules implements Rules {
    private record History(String owner, long epoch) {}

    private record Stream(String client, String owner) {}

    private static final class Reader {
        long epoch;
        int seat;
        boolean held;
        long seq;
    }

    private final Map<History, NavigableMap<Long, Fact.Said>> logs = new HashMap<>();
    private final Map<Stream, Reader> readers = new HashMap<>();

    @Override
    public void accept(Fact fact, Verdict verdict) {
        switch (fact) {
            case Fact.Said said -> said(said, verdict);
            case Fact.Attached attached -> attached(attached, verdict);
            case Fact.Stated stated -> stated(stated, verdict);
            case Fact.Received received -> received(received, verdict);
            case Fact.Unseated gone -> reader(gone.client(), gone.owner()).held = false;
            case Fact.Settled settled -> settled(settled, verdict);
            default -> {}
        }
    }

    private void said(Fact.Said said, Verdict verdict) {
        NavigableMap<Long, Fact.Said> log = log(said.owner(), said.epoch());
        if (!log.isEmpty() && said.seq() <= log.lastKey()) {
            verdict.broken("I8", "two histories: the log stands at " + log.lastKey());
        }
        log.put(said.seq(), said);
    }

    private void attached(Fact.Attached fact, Verdict verdict) {
        Reader reader = reader(fact.client(), fact.owner());
        if (Long.compareUnsigned(fact.epoch(), reader.epoch) < 0) {
            verdict.broken("I7", "had seen epoch " + Long.toHexString(reader.epoch));
        }
        if (!fact.fresh()) {
            boolean same = reader.held && fact.epoch() == reader.epoch;
            if (!same || fact.seat() != reader.seat || fact.seq() != reader.seq) {
                verdict.broken("I1", "recovered, but stood at " + where(reader));
            }
            return;
        }
        reader.epoch = fact.epoch();
        reader.seat = fact.seat();
        reader.held = false;
    }

    private void stated(Fact.Stated fact, Verdict verdict) {
        Reader reader = reader(fact.client(), fact.owner());
        NavigableMap<Long, Fact.Said> log = log(fact.owner(), reader.epoch);
        if (reader.held) {
            verdict.broken("I1", "full state without a fresh ATTACHED");
        }
        if (!log.isEmpty() && fact.seq() > log.lastKey()) {
            verdict.broken("I1", "full state of the future; the log ends at " + log.lastKey());
        }
        reader.held = true;
        reader.seq = fact.seq();
    }

    private void received(Fact.Received fact, Verdict verdict) {
        Reader reader = reader(fact.client(), fact.owner());
        if (!reader.held) {
            verdict.broken("I1", "a message before the full state");
            return;
        }
        Fact.Said expected = next(fact.owner(), reader);
        if (expected == null || expected.message() != fact.message()) {
            verdict.broken(
                    "I1",
                    "stood at "
                            + where(reader)
                            + ", expected "
                            + expected
                            + ", in its log it is "
                            + find(fact, reader));
            return;
        }
        reader.seq = expected.seq();
    }

    private void settled(Fact.Settled fact, Verdict verdict) {
        if (!fact.member()) {
            return;
        }
        Reader reader = reader(fact.client(), fact.owner());
        if (!fact.attached() || !reader.held) {
            verdict.broken("I3", "not attached in the end, stands at " + where(reader));
        } else if (reader.epoch != fact.epoch()) {
            verdict.broken("I3", "attached to another history, stands at " + where(reader));
        } else if (next(fact.owner(), reader) != null) {
            verdict.broken("I3", "never received " + next(fact.owner(), reader));
        }
    }

    private Fact.@Nullable Said next(String owner, Reader reader) {
        for (Fact.Said said : log(owner, reader.epoch).tailMap(reader.seq, false).values()) {
            if (said.audience().contains(reader.seat)) {
                return said;
            }
        }
        return null;
    }

    private String find(Fact.Received fact, Reader reader) {
        for (Fact.Said said : log(fact.owner(), reader.epoch).values()) {
            if (said.message() == fact.message()) {
                return said.toString();
            }
        }
        return "nowhere";
    }

    private static String where(Reader reader) {
        String at = Long.toHexString(reader.epoch) + " seat " + reader.seat;
        return reader.held ? at + " seq " + reader.seq : at + " without position";
    }

    private NavigableMap<Long, Fact.Said> log(String owner, long epoch) {
        return logs.computeIfAbsent(new History(owner, epoch), key -> new TreeMap<>());
    }

    private Reader reader(String client, String owner) {
        return readers.computeIfAbsent(new Stream(client, owner), key -> new Reader());
    }
}
