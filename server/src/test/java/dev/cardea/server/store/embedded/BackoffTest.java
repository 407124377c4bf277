package dev.cardea.server.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How long to wait before each try. */
class BackoffTest {
    @Test
    void doublesUpToItsBound() {
        assertThat(Stream.iterate(Backoff.FIRST, Backoff::next).limit(9).map(Backoff::delay))
                .extracting(Duration::toMillis)
                .containsExactly(100L, 200L, 400L, 800L, 1600L, 3200L, 6400L, 10_000L, 10_000L);
    }
}
