package dev.cardea.client.play;

/**
 * Which tick is to be shown: a little ago, so that the patches of both its sides are here. How long
 * ago follows how late patches come: a tick, and their mean lateness, and four times its deviation,
 * as jitter buffers of voice do. Confined to one thread.
 *
 * <p>The delay changes by a tenth of the time that passes at most, so what is shown runs between
 * 0.8 and 1.2 times as fast as the room's ticks, and backwards only where {@link TickClock} says
 * that it jumps.
 */
public final class PlayoutClock {
    /** Ticks of delay before anything is known. */
    private static final double DELAY_TICKS_FIRST = 2;

    private static final double DEVIATIONS = 4;
    private static final double GAIN = 1.0 / 16;
    private static final double SLEW = 0.1;
    private static final long DELAY_NANOS_MAX = 500_000_000L;

    private final TickClock clock;
    private final double delayTicksMin;
    private final double delayTicksMax;
    private double meanTicks;
    private double deviationTicks = (DELAY_TICKS_FIRST - 1) / DEVIATIONS;
    private double from;
    private double target;
    private long sinceNanos;

    /** With a delay of 1 tick to half a second, at least 2 ticks. */
    public PlayoutClock(TickClock clock) {
        this(clock, 1, Math.max(DELAY_TICKS_FIRST, clock.ticksIn(DELAY_NANOS_MAX)));
    }

    /**
     * With those bounds of the delay; where both are the same it is always that.
     *
     * @param clock not to be told by anybody else
     * @param delayTicksMin 0 or more
     * @param delayTicksMax {@code delayTicksMin} or more; an {@link Interpolation} remembers {@link
     *     Interpolation#SAMPLES_MAX} ticks
     */
    public PlayoutClock(TickClock clock, double delayTicksMin, double delayTicksMax) {
        if (!(delayTicksMin >= 0 && delayTicksMax >= delayTicksMin)) {
            throw new IllegalArgumentException(
                    "ticks of delay: not %s to %s".formatted(delayTicksMin, delayTicksMax));
        }
        this.clock = clock;
        this.delayTicksMin = delayTicksMin;
        this.delayTicksMax = delayTicksMax;
        this.target = Math.clamp(DELAY_TICKS_FIRST, delayTicksMin, delayTicksMax);
        this.from = target;
    }

    /** A patch has come; tells {@link TickClock#told} as well. */
    public void told(long tick, long nowNanos) {
        boolean first = !clock.started();
        clock.told(tick, nowNanos);
        if (tick <= 0) {
            return;
        }
        double delay = first ? target : delayTicksAt(nowNanos);
        double late = Math.max(0, clock.tickAt(nowNanos) - tick);
        deviationTicks += (Math.abs(late - meanTicks) - deviationTicks) * GAIN;
        meanTicks += (late - meanTicks) * GAIN;
        double wanted = 1 + meanTicks + DEVIATIONS * deviationTicks;
        target = Math.clamp(wanted, delayTicksMin, delayTicksMax);
        from = delay;
        sinceNanos = nowNanos;
    }

    /** How many ticks ago what is shown at that time was. */
    public double delayTicksAt(long nowNanos) {
        double slewMax = clock.ticksIn(Math.max(0, nowNanos - sinceNanos)) * SLEW;
        return from + Math.clamp(target - from, -slewMax, slewMax);
    }

    /** The tick to be shown at that time, with its fraction; 0 before any was told. */
    public double tickAt(long nowNanos) {
        return clock.started() ? clock.tickAt(nowNanos) - delayTicksAt(nowNanos) : 0;
    }
}
