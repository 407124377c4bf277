package dev.cardea.server.gateway;

/**
 * The heartbeat of one connection: when to say PING, and the smoothed time of a round trip (RFC
 * 6298). Confined to the loop; pure. Its times are of {@link Wheel#alive}.
 */
final class RoundTrip {
    /** Early pings, so that a newcomer's clock and round trip are known soon. */
    static final int EARLY_PINGS = 3;

    static final long EARLY_NANOS = 1_000_000_000L;

    private final long intervalNanos;
    private long nextPingAlive;
    private int early = EARLY_PINGS;
    private long pingMicros = -1;
    private int smoothedMicros = -1;
    private int varianceMicros;

    RoundTrip(long intervalNanos, long aliveNanos) {
        this.intervalNanos = intervalNanos;
        this.nextPingAlive = aliveNanos + Math.min(EARLY_NANOS, intervalNanos);
    }

    /** When the next PING is due. */
    long nextPingAlive() {
        return nextPingAlive;
    }

    /** PING is being sent, with {@code t0}. */
    void pinged(long t0, long aliveNanos) {
        pingMicros = t0;
        early = Math.max(0, early - 1);
        nextPingAlive =
                aliveNanos + (early > 0 ? Math.min(EARLY_NANOS, intervalNanos) : intervalNanos);
    }

    /** PONG came; one that answers no PING of ours, or an impossible one, says nothing. */
    void ponged(long t0, int holdMicros, long nowMicros) {
        long micros = nowMicros - t0 - Math.max(0, holdMicros);
        if (t0 != pingMicros || micros < 0 || micros > Integer.MAX_VALUE) {
            return;
        }
        pingMicros = -1;
        int sample = (int) micros;
        if (smoothedMicros < 0) {
            smoothedMicros = sample;
            varianceMicros = sample / 2;
        } else {
            varianceMicros += (Math.abs(smoothedMicros - sample) - varianceMicros) / 4;
            smoothedMicros += (sample - smoothedMicros) / 8;
        }
    }

    /** The smoothed time in microseconds, or -1 before the first PONG. */
    int smoothedMicros() {
        return smoothedMicros;
    }

    /** How much it varies, in microseconds. */
    int varianceMicros() {
        return varianceMicros;
    }
}
