package dev.cardea.server.node;

import dev.cardea.stream.OwnerLink;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * A link as one room sees it. The batch is confined to the room's turn; {@link #users} to the
 * link's loop.
 */
final class RoomLink implements OwnerLink {
    private static final int BATCH_BYTES = 512;
    private static final int BATCH_BYTES_FULL = 64 * 1024;

    private final NodeLink link;
    private final RoomHost host;
    private final int ownerRef;
    private @Nullable ByteBuf batch;

    /** Connections of the link that are attached to the room. */
    int users;

    RoomLink(NodeLink link, RoomHost host, int ownerRef) {
        this.link = link;
        this.host = host;
        this.ownerRef = ownerRef;
    }

    RoomHost host() {
        return host;
    }

    int ownerRef() {
        return ownerRef;
    }

    /** Called at the start of a record: what is before it are whole records. */
    @Override
    public ByteBuf batch() {
        ByteBuf open = batch;
        if (open != null && open.readableBytes() >= BATCH_BYTES_FULL) {
            flush(); // a link takes many of this size where it would refuse one of all
            open = null;
        }
        if (open == null) {
            open = ByteBufAllocator.DEFAULT.directBuffer(BATCH_BYTES);
            batch = open;
        }
        return open;
    }

    @Override
    public void flush() {
        ByteBuf full = batch;
        if (full != null) {
            batch = null;
            link.post(full);
        }
    }

    @Override
    public boolean writable() {
        return link.writable();
    }
}
