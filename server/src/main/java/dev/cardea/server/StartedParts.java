package dev.cardea.server;

import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What was started, to be stopped in reverse. Confined to the thread that starts and stops. */
final class StartedParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cardea.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();

    /** Takes over {@code part}. */
    <T extends AutoCloseable> T add(T part) {
        parts.push(part);
        return part;
    }

    /** Stops all of them, the last one first; one that fails keeps none of the others. */
    @Override
    public void close() {
        while (!parts.isEmpty()) {
            AutoCloseable part = parts.pop();
            try {
                part.close();
            } catch (Exception e) { // AutoCloseable allows any
                LOG.error("{} did not stop", part.getClass().getSimpleName(), e);
            }
        }
    }
}
