package dev.cardea.server.node;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

/** How a node's rooms keep their time. Safe from any thread. */
public final class TickCounters {
    /** Bounds of lateness, in milliseconds. */
    public static final List<Integer> LATE_MILLIS = List.of(1, 5, 20, 100);

    private static final long MILLI_NANOS = 1_000_000;

    private final LongAdder run = new LongAdder();
    private final LongAdder dropped = new LongAdder();
    private final List<LongAdder> late =
            IntStream.range(0, LATE_MILLIS.size()).mapToObj(i -> new LongAdder()).toList();

    void record(long lateNanos, long droppedBefore) {
        run.increment();
        if (droppedBefore > 0) {
            dropped.add(droppedBefore);
        }
        for (int i = 0; i < late.size() && lateNanos > LATE_MILLIS.get(i) * MILLI_NANOS; i++) {
            late.get(i).increment();
        }
    }

    /** Ticks that were run. */
    public long run() {
        return run.sum();
    }

    /** Ticks that were left out, as their room was too far behind. */
    public long dropped() {
        return dropped.sum();
    }

    /** Ticks that began later than bound {@code index} of {@link #LATE_MILLIS}. */
    public long late(int index) {
        return late.get(index).sum();
    }
}
