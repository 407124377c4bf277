package dev.cardea.bench;

import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * How late what should happen {@link Swarm#RATE} times a second does happen. Safe from any thread.
 */
final class Lateness {
    static final long PERIOD_NANOS = 1_000_000_000L / Swarm.RATE;
    private static final long HIGHEST_NANOS = 60_000_000_000L;

    /** Of the ticks of all swarms in this process. */
    static final Lateness OF_ROOMS = new Lateness();

    private final Histogram nanos = new AtomicHistogram(HIGHEST_NANOS, 3);

    /**
     * Percentiles, in microseconds.
     *
     * @param count of what they are
     */
    record Report(long count, long half, long p99, long max) {}

    void record(long lateNanos) {
        nanos.recordValue(Math.clamp(lateNanos, 0, HIGHEST_NANOS));
    }

    /** What was recorded since the last call. */
    synchronized Report take() {
        Report report =
                new Report(
                        nanos.getTotalCount(),
                        nanos.getValueAtPercentile(50) / 1000,
                        nanos.getValueAtPercentile(99) / 1000,
                        nanos.getMaxValue() / 1000);
        nanos.reset();
        return report;
    }

    /** Of a bare thread that does nothing else: what this machine makes of the best effort. */
    static Lateness ofABareThread() {
        Lateness lateness = new Lateness();
        Thread thread = new Thread(lateness::keepTime, "bare-timer");
        thread.setDaemon(true);
        thread.start();
        return lateness;
    }

    private void keepTime() {
        for (long due = System.nanoTime() + PERIOD_NANOS; ; due += PERIOD_NANOS) {
            long now = System.nanoTime();
            while (now - due < 0) {
                LockSupport.parkNanos(due - now);
                now = System.nanoTime();
            }
            record(now - due);
        }
    }

    /**
     * The ticks of one room, judged from within: the earliest of them counts as on time. Confined
     * to the room.
     */
    static final class OfRoom {
        private long beginNanos = Long.MAX_VALUE;

        void tick(long number) {
            long begin = System.nanoTime() - number * PERIOD_NANOS;
            beginNanos = Math.min(beginNanos, begin);
            OF_ROOMS.record(begin - beginNanos);
        }
    }
}
