package dev.cardea.room.loop;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Since when nobody has a player's seat in a room. Confined to the room. */
final class Emptiness {
    /** Means something while {@link #empty}. */
    private long sinceNanos;

    private boolean empty = true;

    Emptiness(long nowNanos) {
        this.sinceNanos = nowNanos;
    }

    /**
     * Notes whether it is empty, and tells when that has lasted for {@code longest}.
     *
     * @param longest null: it may last for ever
     * @return nanoseconds from now, Long.MAX_VALUE if it is not empty or may last
     */
    long leftNanos(boolean isEmpty, @Nullable Duration longest, long nowNanos) {
        if (isEmpty && !empty) {
            sinceNanos = nowNanos;
        }
        empty = isEmpty;
        return isEmpty && longest != null
                ? sinceNanos + longest.toNanos() - nowNanos
                : Long.MAX_VALUE;
    }
}
