package dev.cardea.server.gateway;

import dev.cardea.net.Loop;
import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import dev.cardea.net.link.MemoryLink;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The node's end of a memory link; it does what a test says. */
final class FakeNode implements LinkFactory {
    /** A frame that the node was sent. */
    record Got(LinkFrame frame, Bytes body) {}

    private final StepLoop loop;
    private final List<Got> inbox = new ArrayList<>();
    private @Nullable Link end;
    private boolean reachable = true;
    private boolean full;
    private int links;

    FakeNode(StepLoop loop) {
        this.loop = loop;
    }

    @Override
    public @Nullable Link open(Loop clock, Function<Link, LinkHandler> handler) {
        if (!reachable) {
            return null;
        }
        links++;
        Link near =
                MemoryLink.join(
                        loop,
                        MemoryLink.BYTES_MAX,
                        handler::apply,
                        far -> {
                            end = far;
                            return new Reader();
                        });
        return new Gate(near);
    }

    /** Lets a test say that the link is full. */
    private final class Gate implements Link {
        private final Link to;

        Gate(Link to) {
            this.to = to;
        }

        @Override
        public Offer offer(ByteBuf records) {
            return full ? Offer.FULL : to.offer(records);
        }

        @Override
        public void flush() {
            to.flush();
        }

        @Override
        public boolean writable() {
            return !full && to.writable();
        }

        @Override
        public void close() {
            to.close();
        }
    }

    private final class Reader implements LinkHandler {
        @Override
        public void onRecords(ByteBuf records) {
            while (records.isReadable()) {
                int mark = Records.enter(records);
                LinkFrame frame = LinkFrame.read(records);
                inbox.add(new Got(frame, Bytes.of(records)));
                Records.leave(records, mark);
            }
        }

        @Override
        public void onReadComplete() {}

        @Override
        public void onWritability(boolean writable) {}

        @Override
        public void onClosed() {}
    }

    // ---- what the node does ----

    void send(LinkFrame frame) {
        send(frame, Bytes.EMPTY);
    }

    void send(LinkFrame frame, Bytes body) {
        Link to = end;
        if (to == null) {
            throw new IllegalStateException("no link");
        }
        ByteBuf record = Unpooled.buffer();
        int mark = Records.begin(record);
        frame.write(record);
        body.writeTo(record);
        Records.end(record, mark);
        to.offer(record);
        to.flush();
        loop.turn();
    }

    /** Bytes that are no frame. */
    void sendGarbage() {
        Link to = end;
        if (to != null) {
            to.offer(Unpooled.wrappedBuffer(new byte[] {0, 0, 2, 99, 0}));
            to.flush();
        }
        loop.turn();
    }

    void breakLink() {
        Link to = end;
        if (to != null) {
            to.close();
        }
        loop.turn();
    }

    void reachable(boolean now) {
        reachable = now;
    }

    void full(boolean now) {
        full = now;
    }

    int links() {
        return links;
    }

    // ---- what the node saw ----

    /** All that came since the last call. */
    List<LinkFrame> took() {
        List<LinkFrame> all = inbox.stream().map(Got::frame).toList();
        inbox.clear();
        return all;
    }

    <F extends LinkFrame> List<F> all(Class<F> kind) {
        return inbox.stream().map(Got::frame).filter(kind::isInstance).map(kind::cast).toList();
    }

    <F extends LinkFrame> F last(Class<F> kind) {
        return all(kind).getLast();
    }

    Bytes lastBody() {
        return inbox.getLast().body();
    }
}
