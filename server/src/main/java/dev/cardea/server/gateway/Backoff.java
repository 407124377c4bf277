package dev.cardea.server.gateway;

import java.util.random.RandomGenerator;

/**
 * How long to wait before the next try: doubling, with full jitter, so that many who lost the same
 * thing do not come back at once. Confined to its owner.
 */
final class Backoff {
    private static final long FIRST_NANOS = 20_000_000L;
    private static final long MAX_NANOS = 2_000_000_000L;

    private final RandomGenerator random;
    private long ceilingNanos = FIRST_NANOS;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    long nextNanos() {
        long wait = 1 + random.nextLong(ceilingNanos);
        ceilingNanos = Math.min(MAX_NANOS, 2 * ceilingNanos);
        return wait;
    }

    void succeeded() {
        ceilingNanos = FIRST_NANOS;
    }
}
