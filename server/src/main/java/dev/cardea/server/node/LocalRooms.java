package dev.cardea.server.node;

import dev.cardea.room.Listing;
import dev.cardea.room.Opening;
import dev.cardea.room.Rooms;
import dev.cardea.room.loop.Mail;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The rooms of this node. Safe from any thread. */
final class LocalRooms implements Rooms {
    private static final int LISTINGS_MAX = 1_000;

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
        return switch (node.directory()
                .open(room, type(room.type()), Opening.Created.with(options))) {
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
        if (!type(room.type()).plan().type().isEvent(event)) {
            throw new IllegalArgumentException(
                    event.getClass().getName() + " is no event of room type " + room.type());
        }
        return post(node, room, event);
    }

    @Override
    public List<Listing> list(String typeName, Map<String, String> labels, int max) {
        HostedType<?, ?, ?> type = type(typeName);
        if (!type.plan().type().isListed()) {
            throw new IllegalArgumentException("rooms of type " + typeName + " are not listed");
        }
        if (max < 1 || max > LISTINGS_MAX) {
            throw new IllegalArgumentException("1 to " + LISTINGS_MAX + " rooms, not " + max);
        }
        return node.directory().board(type).list(labels, 0, max, Integer.MAX_VALUE).listings();
    }

    private HostedType<?, ?, ?> type(String name) {
        HostedType<?, ?, ?> type = node.roomType(name);
        if (type == null) {
            throw new IllegalArgumentException("no room type " + name + " is declared");
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
