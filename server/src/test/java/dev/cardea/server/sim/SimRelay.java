package dev.cardea.server.sim;

import dev.cardea.net.Connection;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.TransportKind;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a connection with somebody in between, who sees each frame before it goes on.
 * Confined to the client's loop. It hands the client one record at a time, so that what a frame
 * says is known before what the client makes of it.
 */
abstract class SimRelay implements Connection, ConnectionHandler {
    private final Connection under;
    private @Nullable ConnectionHandler client;
    private boolean closed;
    private boolean deaf;

    SimRelay(Connection under) {
        this.under = under;
    }

    /** Who hears what comes. */
    void client(ConnectionHandler handler) {
        client = handler;
    }

    /** Whether either end has closed it, as far as this end knows. */
    boolean closed() {
        return closed;
    }

    /** The client says {@code frame}; its body is what can be read of {@code body}. */
    abstract void said(Frame frame, ByteBuf body);

    /** The client is about to hear {@code frame}; false if it is the last one that it hears. */
    abstract boolean heard(Frame frame);

    /** The client gives up what it hears on this connection. */
    abstract void refused(String what);

    @Override
    public void write(ByteBuf records) {
        ByteBuf read = records.duplicate();
        while (read.isReadable()) {
            int end = Records.enter(read);
            said(Frame.read(read), read);
            Records.leave(read, end);
        }
        under.write(records);
    }

    @Override
    public void writeCopy(ByteBuf records) {
        write(records.copy());
    }

    @Override
    public void onRecords(ByteBuf records) {
        while (records.isReadable() && client != null && !deaf) {
            int start = records.readerIndex();
            int end = Records.enter(records);
            deaf = !heard(Frame.read(records));
            int frameEnd = records.writerIndex();
            Records.leave(records, end);
            client.onRecords(records.slice(start, frameEnd - start));
        }
    }

    @Override
    public void onReadComplete() {
        if (client != null) {
            client.onReadComplete();
        }
    }

    @Override
    public void onWritability(boolean writable) {
        if (client != null) {
            client.onWritability(writable);
        }
    }

    @Override
    public void onClosed() {
        closed = true;
        if (client != null) {
            client.onClosed();
        }
    }

    @Override
    public void flush() {
        under.flush();
    }

    @Override
    public void pauseReading() {
        under.pauseReading();
    }

    @Override
    public void resumeReading() {
        under.resumeReading();
    }

    @Override
    public boolean writable() {
        return under.writable();
    }

    @Override
    public long bytesPending() {
        return under.bytesPending();
    }

    @Override
    public void close(CloseCode code, int retryAfterMillis, String text) {
        closed = true;
        if (code == CloseCode.PROTOCOL_ERROR) {
            refused(text);
        }
        under.close(code, retryAfterMillis, text);
    }

    @Override
    public void abort() {
        closed = true;
        under.abort();
    }

    @Override
    public InetSocketAddress remote() {
        return under.remote();
    }

    @Override
    public TransportKind transport() {
        return under.transport();
    }
}
