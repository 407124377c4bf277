package dev.cardea.server.gateway;

import dev.cardea.net.Loop;
import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import dev.cardea.net.link.MemoryLink;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A node that answers every request with its body, attaches everyone to everything, and floods
 * whoever asks by route {@link #FLOOD} with a mebibyte. Safe from any thread.
 */
final class EchoNode implements LinkFactory {
    static final int ECHO = 1024;
    static final int FLOOD = 1025;

    private static final int FLOOD_BYTES = 16 * 1024;
    private static final int FLOOD_REPLIES = 64;

    @Override
    public Link open(Loop loop, Function<Link, LinkHandler> handler) {
        return MemoryLink.join(loop, MemoryLink.BYTES_MAX, handler::apply, End::new);
    }

    private static final class End implements LinkHandler {
        private final Link link;
        private @Nullable ByteBuf batch;

        End(Link link) {
            this.link = link;
        }

        @Override
        public void onRecords(ByteBuf records) {
            while (records.isReadable()) {
                int end = Records.enter(records);
                switch (LinkFrame.read(records)) {
                    case LinkFrame.Request request -> reply(request, records);
                    case LinkFrame.Attach attach -> attached(attach);
                    default -> {}
                }
                Records.leave(records, end);
            }
        }

        private void reply(LinkFrame.Request request, ByteBuf body) {
            LinkFrame reply = new LinkFrame.Reply(request.ref(), request.correlation(), 0, 0);
            if (request.route() == FLOOD) {
                for (int i = 0; i < FLOOD_REPLIES; i++) {
                    write(reply, Unpooled.wrappedBuffer(new byte[FLOOD_BYTES]));
                }
            } else {
                write(reply, body);
            }
        }

        private void attached(LinkFrame.Attach attach) {
            write(Scene.attached(attach, attach.ref(), true, 5, 0), Unpooled.EMPTY_BUFFER);
        }

        private void write(LinkFrame frame, ByteBuf body) {
            ByteBuf to = batch == null ? Unpooled.buffer() : batch;
            batch = to;
            int mark = Records.begin(to);
            frame.write(to);
            to.writeBytes(body, body.readerIndex(), body.readableBytes());
            Records.end(to, mark);
        }

        @Override
        public void onReadComplete() {
            ByteBuf full = batch;
            batch = null;
            if (full == null) {
                return;
            }
            if (link.offer(full) != Link.Offer.ACCEPTED) {
                throw new IllegalStateException("a test asks for more than a link holds");
            }
            link.flush();
        }

        @Override
        public void onWritability(boolean writable) {}

        @Override
        public void onClosed() {}
    }
}
