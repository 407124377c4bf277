package dev.cardea.server.node;

import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import dev.cardea.session.Identity;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** The gateway's end of a link, in the hands of a test: it keeps what the node says. */
final class GatewayDouble implements LinkHandler {
    /** A frame and its body. */
    record Heard(LinkFrame frame, Bytes body) {}

    private final Link link;
    private final List<Heard> heard = new ArrayList<>();
    private int attachIds;
    private int batches;
    boolean closed;

    GatewayDouble(Link link) {
        this.link = link;
    }

    @Override
    public void onRecords(ByteBuf records) {
        batches++;
        while (records.isReadable()) {
            int end = Records.enter(records);
            LinkFrame frame = LinkFrame.read(records);
            heard.add(new Heard(frame, Bytes.of(records)));
            Records.leave(records, end);
        }
    }

    @Override
    public void onReadComplete() {}

    @Override
    public void onWritability(boolean writable) {}

    @Override
    public void onClosed() {
        closed = true;
    }

    /** Sends frames and flushes once. */
    void send(LinkFrame... frames) {
        for (LinkFrame frame : frames) {
            offer(frame, out -> {});
        }
        link.flush();
    }

    /** Offers one frame with a body, for a flush that follows. */
    void offer(LinkFrame frame, Consumer<ByteBuf> body) {
        ByteBuf out = Unpooled.buffer();
        int mark = Records.begin(out);
        frame.write(out);
        body.accept(out);
        Records.end(out, mark);
        link.offer(out);
    }

    void flush() {
        link.flush();
    }

    /** A session's connection: {@code ref} is the number of both. */
    void open(int ref, String account) {
        open(ref, new SessionId(0, ref), 1, account);
    }

    void open(int ref, SessionId session, int attempt, String account) {
        send(new LinkFrame.Open(ref, session, attempt, new Identity(account, account)));
    }

    void attach(int ref, String owner) {
        attach(ref, owner, Position.NEW);
    }

    void attach(int ref, String owner, Position position) {
        send(new LinkFrame.Attach(ref, ++attachIds, owner, position));
    }

    void breakLink() {
        link.close();
    }

    int batches() {
        return batches;
    }

    /** All frames of a kind heard since the last {@link #forget}. */
    <F extends LinkFrame> List<F> all(Class<F> kind) {
        return heard.stream().map(Heard::frame).filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The newest frame of a kind. */
    <F extends LinkFrame> F last(Class<F> kind) {
        List<F> all = all(kind);
        if (all.isEmpty()) {
            throw new AssertionError("no " + kind.getSimpleName() + " in " + heard);
        }
        return all.getLast();
    }

    /** The bodies of all frames of a kind. */
    List<ByteBuf> bodies(Class<? extends LinkFrame> kind) {
        return heard.stream()
                .filter(one -> kind.isInstance(one.frame))
                .map(one -> Unpooled.wrappedBuffer(one.body.toArray()))
                .toList();
    }

    void forget() {
        heard.clear();
        batches = 0;
    }
}
