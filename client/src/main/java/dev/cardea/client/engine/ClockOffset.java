package dev.cardea.client.engine;

/**
 * How far the server's clock is ahead of the local monotonic one. Of the last 8 measurements the
 * one with the least round trip counts, since its error is at most half of that. Confined to the
 * session's loop; {@link #micros} may be read from any thread.
 */
final class ClockOffset {
    private static final int SAMPLES = 8;

    private final long[] roundTrips = new long[SAMPLES];
    private final long[] offsets = new long[SAMPLES];
    private int taken;
    private volatile long micros;

    /** A first guess from WELCOME, off by the way down; any measurement replaces it. */
    void guess(long offsetMicros) {
        if (taken == 0) {
            micros = offsetMicros;
        }
    }

    /**
     * Takes one measurement.
     *
     * @param sentMicros local time at which the question left
     * @param roundTripMicros until the answer, without the time that the server held it
     * @param serverMicros the server's time when the question arrived
     */
    void sample(long sentMicros, long roundTripMicros, long serverMicros) {
        int slot = taken % SAMPLES;
        roundTrips[slot] = roundTripMicros;
        offsets[slot] = serverMicros - (sentMicros + roundTripMicros / 2);
        taken++;
        micros = offsets[least()];
    }

    private int least() {
        int best = 0;
        for (int i = 1; i < Math.min(taken, SAMPLES); i++) {
            if (roundTrips[i] < roundTrips[best]) {
                best = i;
            }
        }
        return best;
    }

    /** Server time minus local monotonic time, in microseconds. Any thread. */
    long micros() {
        return micros;
    }
}
