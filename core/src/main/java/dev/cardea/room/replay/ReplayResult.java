package dev.cardea.room.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a replay came to. Immutable.
 *
 * @param place how far it came
 * @param checks how many hashes were equal
 * @param end why it came no further
 */
public record ReplayResult(Place place, long checks, End end) {
    /**
     * A place in a recording.
     *
     * @param event how many events were before, this one included
     * @param tick the last tick, 0 before the first and in a room without
     * @param micros the room's time since it opened
     */
    public record Place(long event, long tick, long micros) {}

    /** Why a replay comes no further. */
    public sealed interface End {
        /** It is over, and all was equal. */
        record Ended(Ending why) implements End {}

        /** It was asked to stop here; all was equal. */
        record Stopped() implements End {}

        /** The file ends at that byte, before the recording does; all until there was equal. */
        record Torn(long atByte) implements End {}

        /** From that byte on it is no recording; all until there was equal. */
        record Corrupt(long atByte) implements End {}

        /**
         * The replay did not do what was recorded.
         *
         * @param event what the room was told last, in words
         * @param what the differences, one a line
         * @param thrown what came out of the replayed room, or null
         */
        record Differs(String event, List<String> what, @Nullable Throwable thrown) implements End {
            public Differs {
                what = List.copyOf(what);
            }
        }
    }
}
