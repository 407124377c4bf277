package dev.cardea.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class BackoffTest {
    private static final long CAP_NANOS = 15_000_000_000L;

    private final Backoff backoff = new Backoff(new SplittableRandom(1), CAP_NANOS);

    @Test
    void staysBelowADoublingCeiling() {
        long ceiling = Backoff.BASE_NANOS;
        for (int i = 0; i < 12; i++) {
            assertThat(backoff.nextNanos(0)).isBetween(0L, ceiling);
            ceiling = Math.min(2 * ceiling, CAP_NANOS);
        }
    }

    @Test
    void usesTheWholeRange() {
        LongStream.range(0, 20).forEach(i -> backoff.nextNanos(0));
        long[] waits = LongStream.range(0, 1000).map(i -> backoff.nextNanos(0)).toArray();
        assertThat(LongStream.of(waits).min().orElseThrow()).isLessThan(CAP_NANOS / 20);
        assertThat(LongStream.of(waits).max().orElseThrow())
                .isBetween(CAP_NANOS * 19 / 20, CAP_NANOS);
    }

    @Test
    void waitsAsLongAsTheServerAsksAndThenNotAtOnceWithAllOthers() {
        long asked = 1_234_000_000L;
        long[] waits = LongStream.range(0, 1000).map(i -> backoff.nextNanos(1234)).toArray();
        assertThat(LongStream.of(waits).min().orElseThrow()).isGreaterThanOrEqualTo(asked);
        assertThat(LongStream.of(waits).max().orElseThrow())
                .isBetween(asked + CAP_NANOS / 2, asked + CAP_NANOS);
    }

    @Test
    void doesNotWaitForeverBecauseAServerSaysSo() {
        long asked = 600_000_000_000L;
        assertThat(backoff.nextNanos(-1)).isBetween(asked, asked + Backoff.BASE_NANOS);
    }

    @Test
    void beginsAnewAfterSuccess() {
        LongStream.range(0, 20).forEach(i -> backoff.nextNanos(0));
        backoff.reset();
        assertThat(backoff.nextNanos(0)).isLessThanOrEqualTo(Backoff.BASE_NANOS);
    }
}
