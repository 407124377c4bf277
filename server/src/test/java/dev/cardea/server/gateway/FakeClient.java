package dev.cardea.server.gateway;

import dev.cardea.net.Connection;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.TransportKind;
import dev.cardea.session.Position;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The gateway's end of a connection, and behind it a client that does what a test says. */
final class FakeClient implements Connection {
    /** A frame that the client was sent. */
    record Got(Frame frame, Bytes body) {}

    private final StepLoop loop;
    private final InetSocketAddress remote;
    private final List<Got> inbox = new ArrayList<>();
    private final ByteBuf unflushed = Unpooled.buffer();
    private final ByteBuf waiting = Unpooled.buffer();
    private @Nullable ConnectionHandler handler;
    private Frame.@Nullable Close closed;
    private boolean reads = true;
    private boolean paused;
    private boolean gone;
    private int flushes;

    FakeClient(StepLoop loop, String address) {
        this.loop = loop;
        this.remote = new InetSocketAddress(address, 40_000);
    }

    FakeClient connectTo(GatewayLoop gateway) {
        handler = gateway.accept(this);
        loop.turn();
        return this;
    }

    // ---- what the client does ----

    void send(Frame frame) {
        send(frame, Bytes.EMPTY);
    }

    void send(Frame frame, Bytes body) {
        ByteBuf record = Unpooled.buffer();
        int mark = Records.begin(record);
        frame.write(record);
        body.writeTo(record);
        Records.end(record, mark);
        sendRaw(record);
    }

    /** Whole records, as a transport hands them on. */
    void sendRaw(ByteBuf records) {
        ConnectionHandler to = handler;
        if (to != null && !gone) {
            to.onRecords(records);
            to.onReadComplete();
        }
        loop.turn();
    }

    void hello(String name) {
        hello(1, new Frame.Credential("dev", bytes(name)), null, List.of());
    }

    void resume(Bytes token, int attempt, Frame.Stream... streams) {
        hello(attempt, null, token, List.of(streams));
    }

    void hello(
            int attempt,
            Frame.@Nullable Credential credential,
            @Nullable Bytes token,
            List<Frame.Stream> streams) {
        send(new Frame.Hello(attempt, credential, token, streams, "test", 0));
    }

    void attach(String owner, Position from) {
        send(new Frame.Attach(new Frame.Stream(owner, from)));
    }

    /** The connection breaks. */
    void vanish() {
        ConnectionHandler told = handler;
        gone = true;
        if (told != null) {
            handler = null;
            told.onClosed();
        }
        loop.turn();
    }

    /** Takes nothing any more. */
    void stopReading() {
        reads = false;
    }

    void startReading() {
        reads = true;
        pump();
        ConnectionHandler told = handler;
        if (told != null) {
            told.onWritability(true);
        }
        loop.turn();
    }

    static Bytes bytes(String text) {
        return Bytes.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    // ---- what the client saw ----

    /** All that came since the last call. */
    List<Got> took() {
        List<Got> all = List.copyOf(inbox);
        inbox.clear();
        return all;
    }

    /** The frames of that kind that came since the last {@link #took}. */
    <F extends Frame> List<F> all(Class<F> kind) {
        return inbox.stream().map(Got::frame).filter(kind::isInstance).map(kind::cast).toList();
    }

    <F extends Frame> F last(Class<F> kind) {
        return all(kind).getLast();
    }

    @Nullable CloseCode closeCode() {
        Frame.Close why = closed;
        return why == null ? null : CloseCode.of(why.code());
    }

    Frame.@Nullable Close closed() {
        return closed;
    }

    boolean paused() {
        return paused;
    }

    int flushes() {
        return flushes;
    }

    // ---- Connection ----

    @Override
    public void write(ByteBuf records) {
        writeCopy(records);
        records.release();
    }

    @Override
    public void writeCopy(ByteBuf records) {
        boolean before = writable();
        unflushed.writeBytes(records, records.readerIndex(), records.readableBytes());
        ConnectionHandler told = handler;
        if (before && !writable() && !reads && told != null) {
            told.onWritability(false);
        }
    }

    @Override
    public void flush() {
        flushes++;
        waiting.writeBytes(unflushed);
        unflushed.clear();
        pump();
    }

    private void pump() {
        while (reads && waiting.isReadable()) {
            int end = Records.enter(waiting);
            Frame frame = Frame.read(waiting);
            inbox.add(new Got(frame, Bytes.of(waiting)));
            Records.leave(waiting, end);
        }
        waiting.discardReadBytes();
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        paused = false;
    }

    @Override
    public boolean writable() {
        return bytesPending() < 64 * 1024;
    }

    @Override
    public long bytesPending() {
        return (long) unflushed.readableBytes() + waiting.readableBytes();
    }

    @Override
    public void close(CloseCode code, int retryAfterMillis, String text) {
        close(Frame.Close.of(code, retryAfterMillis, text));
    }

    @Override
    public void close(Frame.Close why) {
        if (closed == null) {
            closed = why;
            flush();
            loop.execute(this::vanish);
        }
    }

    @Override
    public void abort() {
        loop.execute(this::vanish);
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public TransportKind transport() {
        return TransportKind.TCP;
    }
}
