package dev.cardea.room;

import dev.cardea.wire.Bytes;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** How a room came to be. Immutable. */
public sealed interface Opening {
    /**
     * It is new. What is told here comes from whoever asked for it: a service or a player, so it is
     * not to be trusted unless the type {@link RoomType#createdByServices}.
     *
     * @param options in the form that the type defines
     * @param labels those that it has for now, of the names that the type declares
     * @param hidden whether it is kept out of lists and searches for now
     */
    record Created(Bytes options, Map<String, String> labels, boolean hidden) implements Opening {
        /** Copies the labels, in the order of their names. */
        public Created {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        }

        /** Without labels, and to be seen. */
        public static Created with(Bytes options) {
            return new Created(options, Map.of(), false);
        }
    }

    /**
     * It goes on after its process ended: tables, cells, members, timers and what it waits for are
     * as they were saved, but nobody is there. Members come back one by one ({@link
     * Room#onResume}), or leave when their time is up; work that it had asked for is answered by
     * its {@code orElse}; durable operations are asked for again.
     *
     * @param age how long ago it was saved: what happened since is lost
     */
    record Restored(Duration age) implements Opening {}
}
