package dev.cardea.server.store.embedded;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How long to wait before the next try: twice as long each time, up to a bound. Immutable.
 *
 * @param delay before this one
 */
record Backoff(Duration delay) {
    /** Before the first try. */
    static final Backoff FIRST = new Backoff(Duration.ofMillis(100));

    /** Between tries however many have failed. */
    static final Duration MAX = Duration.ofSeconds(10);

    /** Waits so long. */
    void await() {
        new CompletableFuture<Boolean>()
                .completeOnTimeout(true, delay.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** After one that failed. */
    Backoff next() {
        Duration twice = delay.multipliedBy(2);
        return new Backoff(twice.compareTo(MAX) > 0 ? MAX : twice);
    }
}
