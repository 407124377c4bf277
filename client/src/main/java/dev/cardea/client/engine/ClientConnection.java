package dev.cardea.client.engine;

import dev.cardea.net.Connection;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.Loop;
import dev.cardea.net.Violation;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a session: records in, frames out to a receiver; frames in, one batch of
 * records per turn of the loop. Confined to the session's loop.
 *
 * <p>Once {@linkplain #mute muted} it says nothing more to its receiver: that is how frames of a
 * connection that no longer counts are ignored (rule R16).
 */
final class ClientConnection implements ConnectionHandler, Uplink {
    /** The largest frame that a server may send, in bytes. */
    static final int FRAME_BYTES_MAX = 128 * 1024;

    private static final int BATCH_BYTES = 256;

    private final Loop loop;
    private final Connection connection;
    private final FrameReceiver receiver;
    private @Nullable ByteBuf batch;
    private long heardNanos;
    private boolean muted;
    private boolean closed;

    ClientConnection(Loop loop, Connection connection, FrameReceiver receiver) {
        this.loop = loop;
        this.connection = connection;
        this.receiver = receiver;
        this.heardNanos = loop.nanos();
    }

    @Override
    public void send(Frame frame, Bytes body) {
        if (closed) {
            return;
        }
        ByteBuf out = batch;
        if (out == null) {
            out = ByteBufAllocator.DEFAULT.buffer(BATCH_BYTES);
            batch = out;
            loop.execute(this::flush);
        }
        int mark = Records.begin(out);
        frame.write(out);
        body.writeTo(out);
        Records.end(out, mark);
    }

    /** When the last byte came, in nanoseconds of the loop. */
    long heardNanos() {
        return heardNanos;
    }

    /** From now on the receiver hears nothing of this connection. */
    void mute() {
        muted = true;
    }

    /** Sends what waits, says why, closes, and is mute. */
    void close(CloseCode code, String text) {
        mute();
        if (!closed) {
            flush();
            closed = true;
            connection.close(code, 0, text);
        }
    }

    /** Closes without a word, and is mute. */
    void abort() {
        mute();
        if (!closed) {
            closed = true;
            flush();
            connection.abort();
        }
    }

    private void flush() {
        ByteBuf out = batch;
        batch = null;
        if (out == null) {
            return;
        }
        if (closed) {
            out.release();
            return;
        }
        connection.write(out);
        connection.flush();
    }

    @Override
    public void onRecords(ByteBuf records) {
        heardNanos = loop.nanos();
        try {
            while (!muted && records.isReadable()) {
                int end = Records.enter(records);
                if (records.readableBytes() > FRAME_BYTES_MAX) {
                    throw tooLarge(records.readableBytes());
                }
                receiver.onFrame(this, Frame.read(records), records);
                Records.leave(records, end);
            }
        } catch (ProtocolViolation violation) {
            receiver.onViolation(this, violation.code(), String.valueOf(violation.getMessage()));
        } catch (MalformedException malformed) {
            CloseCode code = CloseCode.PROTOCOL_ERROR;
            receiver.onViolation(this, code, "malformed frame: " + malformed.kind());
        }
    }

    private static ProtocolViolation tooLarge(int bytes) {
        return new ProtocolViolation(CloseCode.FRAME_TOO_LARGE, "a frame of " + bytes + " bytes");
    }

    @Override
    public void onReadComplete() {}

    @Override
    public void onWritability(boolean writable) {}

    @Override
    public void onViolation(Violation violation) {
        if (!muted) {
            receiver.onViolation(this, violation.code(), violation.text());
        }
    }

    @Override
    public void onClosed() {
        closed = true;
        if (!muted) {
            mute();
            receiver.onDropped(this);
        }
    }
}
