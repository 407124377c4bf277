package dev.cardea.server.gateway;

import dev.cardea.wire.Bytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The authenticators of a gateway, and where they run. Safe from any thread. */
final class Judges {
    /** Credentials judged at once by authenticators that block. */
    static final int JUDGING_MAX = 256;

    private static final int RETRY_AFTER_MILLIS = 1_000;
    private static final Logger LOG = LoggerFactory.getLogger(Judges.class);

    private final Map<String, Authenticator> byScheme = new HashMap<>();
    private final Executor threads;
    private final Semaphore free = new Semaphore(JUDGING_MAX);

    /**
     * @param threads runs a task that blocks on a thread of its own
     */
    Judges(List<Authenticator> authenticators, Executor threads) {
        for (Authenticator each : authenticators) {
            if (byScheme.put(each.scheme(), each) != null) {
                throw new IllegalArgumentException("two authenticators of " + each.scheme());
            }
        }
        this.threads = threads;
    }

    /** The one of that scheme, or null. */
    @Nullable Authenticator of(String scheme) {
        return byScheme.get(scheme);
    }

    /** Has {@code proof} judged; the answer comes now or later, on this or another thread. */
    void judge(Authenticator authenticator, Bytes proof, Consumer<Authenticator.Verdict> then) {
        if (!authenticator.blocking()) {
            then.accept(judged(authenticator, proof));
        } else if (free.tryAcquire()) {
            threads.execute(
                    () -> {
                        try {
                            then.accept(judged(authenticator, proof));
                        } finally {
                            free.release();
                        }
                    });
        } else {
            then.accept(new Authenticator.Verdict.Unavailable(RETRY_AFTER_MILLIS));
        }
    }

    private static Authenticator.Verdict judged(Authenticator authenticator, Bytes proof) {
        try {
            return authenticator.judge(proof);
        } catch (RuntimeException bug) {
            LOG.error("authenticator {} failed", authenticator.scheme(), bug);
            return new Authenticator.Verdict.Unavailable(RETRY_AFTER_MILLIS);
        }
    }
}
