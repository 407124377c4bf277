package dev.cardea.server.node;

import dev.cardea.room.RoomType;
import dev.cardea.room.loop.Recorder;
import dev.cardea.session.OwnerId;
import org.jspecify.annotations.Nullable;

/** Which rooms are recorded. Safe from any thread; must not block. */
@FunctionalInterface
public interface Recorders {
    /** Nothing is. */
    Recorders NONE = (room, type, messageBytesMax) -> null;

    /**
     * Where a room that opens now is recorded; null if it is not.
     *
     * @param messageBytesMax the largest message that it may say
     */
    @Nullable Recorder recorder(OwnerId room, RoomType<?, ?, ?> type, int messageBytesMax);
}
