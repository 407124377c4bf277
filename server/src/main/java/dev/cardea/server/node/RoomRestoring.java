package dev.cardea.server.node;

import dev.cardea.room.saved.SavedForm;
import dev.cardea.room.saved.SavedRoom;
import dev.cardea.room.saved.UnreadableRoomException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes over the rooms that are kept when a node starts. Confined to the thread that starts it. */
final class RoomRestoring {
    private static final Logger LOG = LoggerFactory.getLogger(RoomRestoring.class);

    private final Node node;
    private final RoomShelf shelf;

    RoomRestoring(Node node) {
        this.node = node;
        this.shelf = node.kept().rooms().shelf();
    }

    int restoreAll() {
        int restored = 0;
        for (RoomShelf.Kept kept : shelf.takeAll()) {
            restored += restore(kept) ? 1 : 0;
        }
        return restored;
    }

    private boolean restore(RoomShelf.Kept kept) {
        HostedType<?, ?, ?> type = node.roomType(kept.lease().room().type());
        if (type == null || type.plan().saved() == null) {
            LOG.warn("room {} stays on the shelf: nothing here runs it", kept.lease().room());
            return false;
        }
        try {
            SavedRoom room = SavedForm.read(kept.written());
            return start(type, new RoomStart.Back(kept.lease(), room, kept.age()));
        } catch (UnreadableRoomException unreadable) {
            LOG.error("room {} is set aside: {}", kept.lease().room(), unreadable.getMessage());
            shelf.setAside(kept.lease(), String.valueOf(unreadable.getMessage()));
            return false;
        }
    }

    private boolean start(HostedType<?, ?, ?> type, RoomStart.Back back) {
        return switch (node.directory().restore(type, back)) {
            case RoomDirectory.Opened.Found(RoomHost host, boolean _) -> {
                host.wake();
                yield true;
            }
            case RoomDirectory.Opened.Full() -> {
                LOG.error(
                        "room {} stays on the shelf: this server has as many rooms as it may have",
                        back.lease().room());
                yield false;
            }
        };
    }
}
