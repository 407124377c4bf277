package dev.cardea.net.link;

import dev.cardea.net.Loop;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A link inside one process. Both ends are confined to one loop: a gateway and a node that share a
 * process share their loops too, so that a frame crosses without a hop of threads.
 *
 * <p>A flush delivers at once. While a delivery runs, flushes that its handlers make only note that
 * there is more, and the delivery goes on with it: answers come back within the same turn, and the
 * stack stays flat. After {@link #ROUNDS_MAX} rounds the rest waits for the loop's next turn, so
 * that two ends that answer each other cannot keep the loop from its connections.
 */
public final class MemoryLink {
    /** Default of the hard bound on bytes that wait in one direction. */
    public static final int BYTES_MAX = 4 * 1024 * 1024;

    /** How often a delivery goes back and forth before other tasks of the loop have their turn. */
    static final int ROUNDS_MAX = 8;

    private final Loop loop;
    private final int bytesMax;
    private final End near = new End();
    private final End far = new End();
    private boolean delivering;
    private boolean closed;

    private MemoryLink(Loop loop, int bytesMax) {
        this.loop = loop;
        this.bytesMax = bytesMax;
        near.peer = far;
        far.peer = near;
    }

    /** Says which handler an end of the link has, given that end. */
    public interface Handlers {
        LinkHandler of(Link end);
    }

    /**
     * Joins two handlers.
     *
     * @param bytesMax hard bound on bytes that wait in one direction; half of it is the high mark
     * @return the near end
     */
    public static Link join(Loop loop, int bytesMax, Handlers nearSide, Handlers farSide) {
        MemoryLink link = new MemoryLink(loop, bytesMax);
        link.near.handler = nearSide.of(link.near);
        link.far.handler = farSide.of(link.far);
        return link.near;
    }

    private void deliver() {
        if (delivering || closed) {
            return;
        }
        delivering = true;
        boolean more = true;
        try {
            for (int round = 0; more && !closed && round < ROUNDS_MAX; round++) {
                more = near.read();
                more |= far.read();
            }
        } finally { // a handler's bug must not stop the link for all others
            delivering = false;
            if (!closed && (near.hasUnread() || far.hasUnread())) {
                loop.execute(this::deliver);
            }
        }
    }

    private void close() {
        if (closed) {
            return;
        }
        closed = true;
        near.drop();
        far.drop();
        loop.execute(near::tellClosed);
        loop.execute(far::tellClosed);
    }

    /** One end: it holds what was sent to it and not yet read. */
    private final class End implements Link {
        private final ArrayDeque<ByteBuf> accepted = new ArrayDeque<>(2);
        private final ArrayDeque<ByteBuf> unread = new ArrayDeque<>(2);
        private @Nullable End peer;
        private @Nullable LinkHandler handler;
        private int bytes;
        private boolean writable = true;

        @Override
        public Offer offer(ByteBuf records) {
            if (closed) {
                return Offer.CLOSED;
            }
            if (bytes > 0 && bytes + records.readableBytes() > bytesMax) {
                writable = false; // so that the end of this is told
                return Offer.FULL;
            }
            bytes += records.readableBytes();
            accepted.add(records);
            if (writable && bytes > bytesMax / 2) {
                writable = false;
            }
            return Offer.ACCEPTED;
        }

        @Override
        public void flush() {
            End to = peer;
            if (closed || accepted.isEmpty() || to == null) {
                return;
            }
            to.unread.addAll(accepted);
            accepted.clear();
            deliver();
        }

        @Override
        public boolean writable() {
            return writable && !closed;
        }

        @Override
        public void close() {
            MemoryLink.this.close();
        }

        boolean hasUnread() {
            return !unread.isEmpty();
        }

        /** Hands everything unread to the handler; whether there was anything. */
        boolean read() {
            LinkHandler reader = handler;
            if (unread.isEmpty() || reader == null) {
                return false;
            }
            for (ByteBuf next = unread.poll(); next != null; next = unread.poll()) {
                int size = next.readableBytes();
                try {
                    reader.onRecords(next);
                } finally {
                    next.release();
                }
                wasRead(size);
                if (closed) {
                    return true;
                }
            }
            reader.onReadComplete();
            return true;
        }

        private void wasRead(int size) {
            End from = peer;
            if (from == null) {
                return;
            }
            from.bytes -= size;
            LinkHandler writer = from.handler;
            if (!from.writable && from.bytes <= bytesMax / 4 && writer != null && !closed) {
                from.writable = true;
                writer.onWritability(true);
            }
        }

        void drop() {
            accepted.forEach(ByteBuf::release);
            unread.forEach(ByteBuf::release);
            accepted.clear();
            unread.clear();
        }

        void tellClosed() {
            LinkHandler reader = handler;
            if (reader != null) {
                reader.onClosed();
            }
        }
    }
}
