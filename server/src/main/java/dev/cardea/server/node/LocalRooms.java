package dev.cardea.server.node;

import dev.cardea.room.Rooms;
import dev.cardea.room.loop.Mail;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The rooms of this node. Safe from any thread. */
final class LocalRooms implements Rooms {
    private final Node node;

    LocalRooms(Node node) {
        this.node = node;
    }

    @Override
    public boolean exists(OwnerId room) {
        return node.directory().find(room) != null;
    }

    @Override
    public Creation create(OwnerId room, Bytes options) {
        return switch (node.directory().open(room, type(room), options)) {
            case RoomDirectory.Opened.Full() -> Creation.FULL;
            case RoomDirectory.Opened.Found(RoomHost host, boolean isNew) -> {
                if (isNew) {
                    host.wake();
                }
                yield isNew ? Creation.CREATED : Creation.EXISTED;
            }
        };
    }

    @Override
    public CompletionStage<Posted> post(OwnerId room, Object event) {
        if (!type(room).plan().type().isEvent(event)) {
            throw new IllegalArgumentException(
                    event.getClass().getName() + " is no event of room type " + room.type());
        }
        return post(node, room, event);
    }

    private HostedType<?, ?, ?> type(OwnerId room) {
        HostedType<?, ?, ?> type = node.roomType(room.type());
        if (type == null) {
            throw new IllegalArgumentException("no room type " + room.type() + " is declared");
        }
        return type;
    }

    /** Posts without a check. */
    static CompletableFuture<Posted> post(Node node, OwnerId owner, Object event) {
        CompletableFuture<Posted> posted = new CompletableFuture<>();
        RoomHost host = node.directory().find(owner);
        if (host == null) {
            posted.complete(Posted.ABSENT);
            return posted;
        }
        switch (host.postEvent(new Mail.Post(event, posted::complete))) {
            case FULL -> posted.complete(Posted.FULL);
            case CLOSED -> posted.complete(Posted.ABSENT);
            case QUEUED, WAKE -> {}
        }
        return posted;
    }
}
