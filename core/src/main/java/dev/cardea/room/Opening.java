package dev.cardea.room;

import dev.cardea.wire.Bytes;

/** How a room came to be. Immutable. */
public sealed interface Opening {
    /**
     * It is new.
     *
     * @param options from whoever asked for it: a service, or the first client that wanted to join,
     *     so not to be trusted unless the type {@link RoomType#createdByServices}
     */
    record Created(Bytes options) implements Opening {}
}
