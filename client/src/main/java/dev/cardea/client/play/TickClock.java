package dev.cardea.client.play;

import java.time.Duration;

/**
 * Which tick the room is at, as far as can be seen from here: the tick that would arrive now if it
 * came as fast as the fastest of the last two seconds. Patches that come late do not disturb it.
 * Confined to one thread.
 *
 * <p>It runs between 0.9 and 1.1 times as fast as the room's ticks, so never backwards, with two
 * exceptions: when it is wrong by more than a second (the machine slept, the room stood still) it
 * jumps, and when ticks begin anew it begins anew.
 *
 * <pre>
 *  zero of an arrival   when tick 0 was, if this one came without delay: now - tick x tickNanos
 *  target               the least zero of the window; a queue of rising zeros, oldest first
 *  from, since          what was believed when the last tick was told; from there on the belief
 *                       goes towards the target by a tenth of the time that passes
 * </pre>
 */
public final class TickClock {
    private static final long WINDOW_NANOS = 2_000_000_000L;
    private static final int ARRIVALS_MAX = 256;
    private static final double SLEW = 0.1;
    private static final double JUMP_NANOS = 1e9;
    private static final double NANOS_PER_SECOND = 1e9;

    private final double tickNanos;

    /** Arrivals that may yet be the fastest: a ring, whose zeros rise with their age falling. */
    private final double[] zeros = new double[ARRIVALS_MAX];

    private final long[] arrivedNanos = new long[ARRIVALS_MAX];
    private int oldest;
    private int arrivals;

    /** The newest that was told, 0 if none was. */
    private long lastTick;

    /** Ticks and times are counted from the first arrival on, so that no fraction is lost. */
    private long baseTick;

    private long baseNanos;
    private double from;
    private double target;
    private long sinceNanos;

    /**
     * @param tickRate ticks per second, above 0: {@link dev.cardea.client.RoomClient#tickRate}
     */
    public TickClock(int tickRate) {
        if (tickRate <= 0) {
            throw new IllegalArgumentException("ticks per second: above 0, not " + tickRate);
        }
        this.tickNanos = NANOS_PER_SECOND / tickRate;
    }

    /** Whether it was told any tick. */
    public boolean started() {
        return lastTick > 0;
    }

    /**
     * A patch has come.
     *
     * @param tick of the patch, as {@link dev.cardea.client.RoomListener#onPatch} has it; 0 tells
     *     nothing
     * @param nowNanos when it came
     */
    public void told(long tick, long nowNanos) {
        if (tick <= 0) {
            return;
        }
        boolean known = started() && tick >= lastTick;
        if (!known) {
            arrivals = 0;
            baseTick = tick;
            baseNanos = nowNanos;
        }
        lastTick = tick;
        double believed = known ? zeroAt(nowNanos) : 0;
        arrived(nowNanos - baseNanos - (tick - baseTick) * tickNanos, nowNanos);
        target = zeros[oldest];
        from = known && Math.abs(target - believed) <= JUMP_NANOS ? believed : target;
        sinceNanos = nowNanos;
    }

    private void arrived(double zero, long nowNanos) {
        while (arrivals > 0 && zeros[slot(arrivals - 1)] >= zero) {
            arrivals--;
        }
        if (arrivals == ARRIVALS_MAX) {
            dropOldest();
        }
        zeros[slot(arrivals)] = zero;
        arrivedNanos[slot(arrivals)] = nowNanos;
        arrivals++;
        while (nowNanos - arrivedNanos[oldest] > WINDOW_NANOS) {
            dropOldest();
        }
    }

    private void dropOldest() {
        oldest = slot(1);
        arrivals--;
    }

    private int slot(int age) {
        return (oldest + age) % ARRIVALS_MAX;
    }

    /** When the first tick was, as it is believed at that time, in nanoseconds after the base. */
    private double zeroAt(long nowNanos) {
        double slewMax = Math.max(0, nowNanos - sinceNanos) * SLEW;
        return from + Math.clamp(target - from, -slewMax, slewMax);
    }

    /** The tick at that time, with its fraction; 0 before any was told. */
    public double tickAt(long nowNanos) {
        if (!started()) {
            return 0;
        }
        return baseTick + (nowNanos - baseNanos - zeroAt(nowNanos)) / tickNanos;
    }

    /**
     * The tick that the room itself is at, half a round trip ahead of what arrives now; 0 before
     * any was told. An input of now gets there half a round trip later than that.
     *
     * @param rtt {@link dev.cardea.client.Session#rtt}
     */
    public double roomTickAt(long nowNanos, Duration rtt) {
        return started() ? tickAt(nowNanos) + rtt.toNanos() / (2 * tickNanos) : 0;
    }

    double ticksIn(long nanos) {
        return nanos / tickNanos;
    }
}
