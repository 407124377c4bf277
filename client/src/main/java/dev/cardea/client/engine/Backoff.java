package dev.cardea.client.engine;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next attempt: exponential with full jitter, so that the clients of a
 * dead gateway do not come back as one wave. Confined to the session's loop.
 */
final class Backoff {
    static final long BASE_NANOS = 500_000_000L;

    /** What a server may ask for at most; a larger wish is cut to it. */
    static final int RETRY_AFTER_MILLIS_MAX = 600_000;

    private static final int DOUBLINGS_MAX = 5;

    private final RandomGenerator random;
    private final long capNanos;
    private int failures;

    /**
     * @param capNanos the longest wait that is not a server's wish
     */
    Backoff(RandomGenerator random, long capNanos) {
        this.random = random;
        this.capNanos = capNanos;
    }

    /**
     * The wait before the next attempt, in nanoseconds: what the server asked for, and then
     * anything from 0 to a ceiling that doubles from {@link #BASE_NANOS} to the cap.
     *
     * @param retryAfterMillis what the server asked for, 0 if nothing
     */
    long nextNanos(int retryAfterMillis) {
        long ceiling = Math.min(capNanos, BASE_NANOS << Math.min(failures, DOUBLINGS_MAX));
        failures++;
        long asked = Math.min(Integer.toUnsignedLong(retryAfterMillis), RETRY_AFTER_MILLIS_MAX);
        return asked * 1_000_000L + random.nextLong(ceiling + 1);
    }

    /** A connection proved to work: the next wait is short again. */
    void reset() {
        failures = 0;
    }
}
