package dev.cardea.client.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The newest epochs seen of owners that were left, so that a return never accepts a stale copy
 * (rule R9): the last {@value #OWNERS_MAX} of them. Confined to the session's loop.
 */
final class PastEpochs {
    static final int OWNERS_MAX = 64;

    private @Nullable Map<String, Long> epochs;

    void remember(String owner, long epoch) {
        if (epoch == 0) {
            return;
        }
        if (epochs == null) {
            epochs = new LinkedHashMap<>(4);
        }
        epochs.remove(owner);
        epochs.put(owner, epoch);
        if (epochs.size() > OWNERS_MAX) {
            epochs.remove(epochs.keySet().iterator().next());
        }
    }

    /** The newest epoch seen of {@code owner}, 0 if none is remembered. */
    long of(String owner) {
        Long epoch = epochs == null ? null : epochs.get(owner);
        return epoch == null ? 0 : epoch;
    }
}
