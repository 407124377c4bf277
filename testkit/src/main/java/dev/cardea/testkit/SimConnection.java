package dev.cardea.testkit;

import dev.cardea.net.Connection;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.TransportKind;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** One end of a {@link SimWire}. Confined to its event loop. */
public final class SimConnection implements Connection {
    private static final int WRITABLE_BELOW_BYTES = 32 * 1024;
    private static final int UNWRITABLE_FROM_BYTES = 64 * 1024;

    private final SimLoop loop;
    private final InetSocketAddress remote;
    private final ByteBuf unflushed = Unpooled.buffer();
    private final ByteBuf waiting = Unpooled.buffer();
    private @Nullable ConnectionHandler handler;
    private @Nullable SimPipe out;
    private @Nullable SimPipe in;
    private Runnable onClosing = () -> {};
    private boolean paused;
    private boolean writable = true;
    private boolean open = true;
    private boolean draining;

    SimConnection(SimLoop loop, int address) {
        this.loop = loop;
        this.remote = new InetSocketAddress(InetAddress.getLoopbackAddress(), address);
    }

    void join(SimPipe out, SimPipe in, Runnable onClosing) {
        this.out = out;
        this.in = in;
        this.onClosing = onClosing;
        out.onRoom(() -> loop.execute(this::pump));
    }

    /** Who is told what arrives; to be called before anything can. */
    public void handler(ConnectionHandler handler) {
        this.handler = handler;
    }

    /** The loop that it is confined to. */
    public SimLoop loop() {
        return loop;
    }

    /** Whether neither end has closed it, as far as this end knows. */
    public boolean open() {
        return open;
    }

    @Override
    public void write(ByteBuf records) {
        if (open) {
            unflushed.writeBytes(records);
        }
        records.release();
        judgeWritability();
    }

    @Override
    public void writeCopy(ByteBuf records) {
        write(records.copy());
    }

    @Override
    public void flush() {
        waiting.writeBytes(unflushed);
        unflushed.clear();
        pump();
    }

    private void pump() {
        SimPipe pipe = out;
        if (pipe == null) {
            return;
        }
        pipe.putWhatFits(waiting);
        waiting.discardReadBytes();
        if (draining && !waiting.isReadable()) {
            draining = false;
            onClosing.run();
        }
        judgeWritability();
    }

    private void judgeWritability() {
        long pending = bytesPending();
        boolean now = writable ? pending < UNWRITABLE_FROM_BYTES : pending < WRITABLE_BELOW_BYTES;
        ConnectionHandler told = handler;
        if (now != writable && open && told != null) {
            writable = now;
            told.onWritability(now);
        }
    }

    @Override
    public void pauseReading() {
        paused = true;
    }

    @Override
    public void resumeReading() {
        if (paused) {
            paused = false;
            loop.execute(
                    () -> {
                        SimPipe pipe = in;
                        if (pipe != null) {
                            pipe.read();
                        }
                    });
        }
    }

    @Override
    public boolean writable() {
        return open && writable;
    }

    @Override
    public long bytesPending() {
        return (long) unflushed.readableBytes() + waiting.readableBytes();
    }

    @Override
    public void close(CloseCode code, int retryAfterMillis, String text) {
        if (!open) {
            return;
        }
        int mark = Records.begin(unflushed);
        Frame.Close.of(code, retryAfterMillis, text).write(unflushed);
        Records.end(unflushed, mark);
        hangUp();
    }

    @Override
    public void abort() {
        unflushed.clear();
        waiting.clear();
        hangUp();
    }

    /** Closes after what was written, without a word of its own. */
    private void hangUp() {
        if (!open) {
            return;
        }
        open = false;
        draining = true;
        flush();
        loop.execute(this::tellClosed);
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public TransportKind transport() {
        return TransportKind.TCP;
    }

    /** Takes whole records out of what has arrived, unless told not to read. */
    void arrived(ByteBuf bytes) {
        ConnectionHandler told = handler;
        if (paused || !open || told == null) {
            if (!open) {
                bytes.skipBytes(bytes.readableBytes());
            }
            return;
        }
        int end = bytes.readerIndex();
        for (int next = Records.bytesAt(bytes, end);
                next > 0 && end + next <= bytes.writerIndex();
                next = Records.bytesAt(bytes, end)) {
            end += next;
        }
        if (end > bytes.readerIndex()) {
            told.onRecords(bytes.readSlice(end - bytes.readerIndex()));
            told.onReadComplete();
        }
    }

    /** The line is known to be dead at this end. */
    void lost() {
        if (open) {
            open = false;
            tellClosed();
        }
    }

    private void tellClosed() {
        ConnectionHandler told = handler;
        handler = null;
        if (told != null) {
            told.onClosed();
        }
    }
}
