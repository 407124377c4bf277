package dev.cardea.server.gateway;

import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * The link of a loop to the node: frames gather in one buffer during a turn, and go out with {@link
 * #flush}. Opened when first needed, and again when it broke. Confined to the loop.
 */
final class Uplink {
    private static final int BATCH_BYTES_FIRST = 4096;

    /** Bytes held back while the link is full; beyond them nothing more is taken. */
    private static final int HELD_BYTES_MAX = 256 * 1024;

    private final GatewayLoop loop;
    private final LinkFactory factory;
    private final Backoff backoff;
    private @Nullable Link link;
    private @Nullable ByteBuf batch;

    /** Which link it is, from 1: so that each link is told of a connection once. */
    private int number;

    private boolean full;
    private boolean retrying;

    Uplink(GatewayLoop loop, LinkFactory factory) {
        this.loop = loop;
        this.factory = factory;
        this.backoff = new Backoff(loop.random());
    }

    /** Whether there is a link. */
    boolean up() {
        return link != null;
    }

    /** Whether the link takes what comes without piling it up; true while there is none. */
    boolean writable() {
        Link to = link;
        return to == null || (!full && to.writable());
    }

    /** Opens a link if there is none. */
    void open() {
        if (link != null || retrying) {
            return;
        }
        number++;
        link = factory.open(loop.clock(), opened -> new End(number));
        if (link == null) {
            retryLater();
        } else {
            loop.metrics().count(GatewayCounter.LINKS_OPENED);
            loop.linkUp();
        }
    }

    private void retryLater() {
        retrying = true;
        var _ =
                loop.after(
                        backoff.nextNanos(),
                        () -> {
                            retrying = false;
                            if (loop.needsLink()) {
                                open();
                            }
                        });
    }

    /**
     * Sends a frame that concerns {@code from}, of which the link is told first.
     *
     * @param body appended to it, from its reader index on; its indices stay
     * @return false if there is no link, or it takes no more: nothing was sent
     */
    boolean send(Open from, LinkFrame frame, @Nullable ByteBuf body) {
        ByteBuf to = batch;
        if (link == null || (full && to != null && to.readableBytes() > HELD_BYTES_MAX)) {
            return false;
        }
        if (from.announcedOn != number) {
            from.announcedOn = number;
            write(from.announcement(), null);
        }
        write(frame, body);
        return true;
    }

    /** Tells the link that the connection is gone, if it was told that it came. */
    void shut(Open gone) {
        if (link != null && gone.announcedOn == number) {
            write(new LinkFrame.Shut(gone.ref()), null);
        }
    }

    private void write(LinkFrame frame, @Nullable ByteBuf body) {
        ByteBuf to = batch;
        if (to == null) {
            to = ByteBufAllocator.DEFAULT.heapBuffer(BATCH_BYTES_FIRST);
            batch = to;
            loop.wantsTurn();
        }
        int mark = Records.begin(to);
        frame.write(to);
        if (body != null) {
            to.writeBytes(body, body.readerIndex(), body.readableBytes());
        }
        Records.end(to, mark);
    }

    /** Sends what has gathered. On a link in memory the answers may come before this returns. */
    void flush() {
        Link to = link;
        ByteBuf gathered = batch;
        if (to == null || gathered == null) {
            return;
        }
        switch (to.offer(gathered)) {
            case ACCEPTED -> {
                full = false;
                batch = null;
                to.flush();
            }
            case FULL -> full = true;
            case CLOSED -> lost(number);
        }
    }

    private void lost(int lostNumber) {
        if (lostNumber != number || link == null) {
            return;
        }
        link = null;
        full = false;
        ByteBuf unsent = batch;
        batch = null;
        if (unsent != null) {
            unsent.release();
        }
        loop.metrics().count(GatewayCounter.LINKS_LOST);
        loop.linkLost();
        if (loop.needsLink()) {
            retryLater();
        }
    }

    /** Whether something waits that {@link #flush} may get rid of. */
    boolean hasUnsent() {
        return link != null && batch != null && !full;
    }

    /** Whether there is a link that has not said that it is full. */
    boolean takesMore() {
        return link != null && !full;
    }

    /** Ends the link, as when the gateway ends. */
    void close() {
        Link to = link;
        if (to != null) {
            to.close();
        }
    }

    /** What hears of one link; of an older one nothing counts any more. */
    private final class End implements LinkHandler {
        private final int endNumber;

        End(int endNumber) {
            this.endNumber = endNumber;
        }

        private boolean current() {
            return endNumber == number && link != null;
        }

        @Override
        public void onRecords(ByteBuf records) {
            if (!current()) {
                return;
            }
            backoff.succeeded();
            try {
                loop.downlink().read(records);
            } catch (MalformedException malformed) {
                loop.metrics().count(GatewayCounter.LINK_MALFORMED);
                close();
            }
        }

        @Override
        public void onReadComplete() {
            // The loop flushes at the end of its turn.
        }

        @Override
        public void onWritability(boolean writable) {
            if (current() && writable) {
                full = false;
                loop.wantsTurn();
                loop.linkTakesMore();
            }
        }

        @Override
        public void onClosed() {
            lost(endNumber);
        }
    }
}
