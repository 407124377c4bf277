package dev.cardea.client.engine;

/** The round-trip time, smoothed as RFC 6298 section 2 asks. Confined to the session's loop. */
final class RoundTrip {
    private long smoothedMicros;
    private long variationMicros;
    private boolean measured;

    /** Takes one measurement of {@code micros}, 0 or more. */
    void sample(long micros) {
        if (!measured) {
            measured = true;
            smoothedMicros = micros;
            variationMicros = micros / 2;
            return;
        }
        variationMicros += (Math.abs(smoothedMicros - micros) - variationMicros) / 4;
        smoothedMicros += (micros - smoothedMicros) / 8;
    }

    /** SRTT in microseconds, 0 before the first measurement. */
    long smoothedMicros() {
        return smoothedMicros;
    }

    /** RTTVAR in microseconds. */
    long variationMicros() {
        return variationMicros;
    }
}
