package dev.cardea.server.node;

import dev.cardea.room.Opening;
import dev.cardea.room.saved.SavedRoom;
import java.time.Duration;

/** How a room on this node begins. Immutable. */
sealed interface RoomStart {
    /** It is new. */
    record New(Opening.Created how) implements RoomStart {}

    /** It was kept, and is this node's under {@code lease}. */
    record Back(RoomShelf.Lease lease, SavedRoom room, Duration age) implements RoomStart {}
}
