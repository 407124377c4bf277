package dev.cardea.store;

import java.util.List;

/** What became of a batch. Immutable. */
public sealed interface BatchResult {
    /**
     * All of it happened, and is on disk.
     *
     * @param versions what each document has now, in the order of the changes
     */
    record Applied(List<Long> versions) implements BatchResult {
        public Applied {
            versions = List.copyOf(versions);
        }
    }

    /**
     * Nothing of it happened: what is there is not what a condition says.
     *
     * @param index of the first such change that was met; there may be others
     */
    record Conflict(int index) implements BatchResult {}
}
