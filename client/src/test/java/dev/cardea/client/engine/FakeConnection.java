package dev.cardea.client.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.Connection;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.TransportKind;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A client's connection with a test at the other end. Confined to the test's thread. */
final class FakeConnection implements Connection {
    private final List<Said> heard = new ArrayList<>();
    private final ManualLoop loop;
    private @Nullable ConnectionHandler handler;
    private @Nullable CloseCode closedWith;
    private boolean aborted;
    private int flushes;

    FakeConnection(ManualLoop loop) {
        this.loop = loop;
    }

    /** A frame that the client sent, and its body. */
    record Said(Frame frame, String body) {}

    void handler(ConnectionHandler handler) {
        this.handler = handler;
    }

    // ---- the server's side

    void say(Frame frame) {
        say(frame, "");
    }

    void say(Frame frame, String body) {
        ByteBuf out = Unpooled.buffer();
        int mark = Records.begin(out);
        frame.write(out);
        out.writeBytes(body.getBytes(UTF_8));
        Records.end(out, mark);
        sayBytes(out);
    }

    void sayBytes(ByteBuf records) {
        ConnectionHandler to = handler;
        assertThat(to).as("the client's end").isNotNull();
        if (to != null && closedWith == null && !aborted) {
            to.onRecords(records);
            to.onReadComplete();
        }
        loop.settle();
    }

    /** The way breaks without a word. */
    void cut() {
        ConnectionHandler to = handler;
        if (to != null) {
            to.onClosed();
        }
        loop.settle();
    }

    /** All that the client said, in order. */
    List<Said> heard() {
        loop.settle();
        return heard;
    }

    /** What the client said of that kind, in order. */
    <F extends Frame> List<F> heard(Class<F> kind) {
        loop.settle();
        return heard.stream().map(Said::frame).filter(kind::isInstance).map(kind::cast).toList();
    }

    /** The numbers and bodies of the inputs, as {@code 3:body}, with BASE as {@code 3!:body}. */
    List<String> inputs() {
        List<String> inputs = new ArrayList<>();
        for (Said said : heard()) {
            if (said.frame() instanceof Frame.Input input) {
                inputs.add(input.n() + (input.base() ? "!" : "") + ":" + said.body());
            }
        }
        return inputs;
    }

    int flushes() {
        return flushes;
    }

    boolean aborted() {
        return aborted;
    }

    @Nullable CloseCode closedWith() {
        return closedWith;
    }

    // ---- the client's side

    @Override
    public void write(ByteBuf records) {
        assertThat(closedWith).as("written after close").isNull();
        while (records.isReadable()) {
            int end = Records.enter(records);
            Frame frame = Frame.read(records);
            heard.add(new Said(frame, new String(ByteBufUtil.getBytes(records), UTF_8)));
            Records.leave(records, end);
        }
        records.release();
    }

    @Override
    public void writeCopy(ByteBuf records) {
        write(records.copy());
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public void pauseReading() {}

    @Override
    public void resumeReading() {}

    @Override
    public boolean writable() {
        return true;
    }

    @Override
    public long bytesPending() {
        return 0;
    }

    @Override
    public void close(CloseCode code, int retryAfterMillis, String text) {
        closedWith = code;
    }

    @Override
    public void abort() {
        aborted = true;
    }

    @Override
    public InetSocketAddress remote() {
        return InetSocketAddress.createUnresolved("server", 1);
    }

    @Override
    public TransportKind transport() {
        return TransportKind.TCP;
    }
}
