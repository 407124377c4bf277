package dev.cardea.store;

import org.jspecify.annotations.Nullable;

/** What became of a write or a removal. Immutable. */
public sealed interface WriteResult<D extends Record> {
    /**
     * It happened, and is on disk.
     *
     * @param version what the document has now; what a removed one would have
     */
    record Written<D extends Record>(long version) implements WriteResult<D> {}

    /**
     * Nothing happened: what is there is not what the condition says.
     *
     * @param current what is there; null if nothing
     */
    record Conflict<D extends Record>(@Nullable Document<D> current) implements WriteResult<D> {}
}
