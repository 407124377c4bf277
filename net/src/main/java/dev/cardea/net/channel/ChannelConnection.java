package dev.cardea.net.channel;

import dev.cardea.net.Connection;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.TransportKind;
import dev.cardea.net.Violation;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.internal.logging.InternalLogger;
import io.netty.util.internal.logging.InternalLoggerFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * A connection on one of Netty's channels, as the last handler of its pipeline. Confined to the
 * channel's event loop.
 *
 * <p>Records written during a turn gather in one pooled buffer and go out with {@link #flush} as
 * one write. While the channel is not writable they stay in that buffer, where a waiting byte costs
 * a byte. Between turns nothing is held.
 *
 * <p>A connection that closes says CLOSE, then shuts down its sending half and reads the rest of
 * what its peer had under way into the void, for a second at most: to close at once with bytes
 * unread would reset the connection, and the peer might never see the CLOSE.
 */
public abstract class ChannelConnection extends ChannelInboundHandlerAdapter implements Connection {
    /** Connections of a loop that may wait for their peers to read CLOSE; others end at once. */
    static final int PARTING_MAX = 1024;

    /** How long a connection waits for that. */
    static final int PARTING_MILLIS_MAX = 1_000;

    /** Bytes read into the void meanwhile. */
    static final int PARTING_BYTES_MAX = 1024 * 1024;

    /** Longer writes are passed on as they are, shorter ones are copied together. */
    static final int COPY_BYTES_MAX = 2048;

    private static final int BATCH_BYTES_FIRST = 2048;
    private static final InternalLogger LOG =
            InternalLoggerFactory.getInstance(ChannelConnection.class);

    private final SocketChannel channel;
    private final ChannelLoop loop;
    private final TransportKind kind;
    private @Nullable ConnectionHandler handler;
    private @Nullable ByteBuf batch;
    private @Nullable ScheduledFuture<?> parting;
    private int discardedBytes;
    private boolean unflushed;
    private boolean closing;
    private boolean secured;

    /** A connection on {@code channel}, in whose pipeline it is to be the last. */
    protected ChannelConnection(SocketChannel channel, ChannelLoop loop, TransportKind kind) {
        this.channel = channel;
        this.loop = loop;
        this.kind = kind;
    }

    // ---- what a transport adds ----

    /** Records as the next handler of the pipeline wants them. Takes over {@code records}. */
    protected abstract Object wrap(ByteBuf records);

    /** Something was read, other than while closing. Takes over {@code message}. */
    protected abstract void read(ChannelHandlerContext ctx, Object message);

    /** Whether the peer can be sent records: handshakes are done. */
    protected abstract boolean speaking();

    /**
     * What the transport says in its own words when it closes, after records or before; or null.
     */
    protected @Nullable Object goodbye(Frame.Close why) {
        return null;
    }

    /** Lets go of what the transport holds. */
    protected abstract void drop();

    /** The violation behind an exception of the handlers before this one, or null. */
    protected @Nullable Violation violation(Throwable cause) {
        return null;
    }

    // ---- for transports ----

    /** Who is told; null before the channel is active. */
    protected final @Nullable ConnectionHandler handler() {
        return handler;
    }

    /** Says who is told. */
    protected final void handler(ConnectionHandler to) {
        handler = to;
    }

    /** Whether TLS, if there is any, has been negotiated. */
    protected final boolean secured() {
        return secured || !kind.secure();
    }

    /** The channel below. */
    protected final SocketChannel channel() {
        return channel;
    }

    /** Whether it closes or is closed. */
    protected final boolean closing() {
        return closing;
    }

    /** Counts a peer's fault and closes with its code. */
    protected final void violated(Violation violation) {
        if (!closing) {
            ConnectionHandler told = handler;
            if (told != null) {
                told.onViolation(violation);
            }
            close(Frame.Close.of(violation.code(), 0, violation.text()));
        }
    }

    /** Counts a peer's fault; what the peer is told is the caller's. */
    protected final void countViolation(Violation violation) {
        ConnectionHandler told = handler;
        if (told != null && !closing) {
            told.onViolation(violation);
        }
    }

    /** Something came that holds no whole record; see {@link ConnectionHandler#onOverhead}. */
    protected final void countOverhead(int bytes) {
        ConnectionHandler told = handler;
        if (told != null && !closing) {
            told.onOverhead(bytes);
        }
    }

    // ---- writing ----

    @Override
    public final void write(ByteBuf records) {
        if (closing || !speaking()) {
            records.release();
        } else if (records.readableBytes() <= COPY_BYTES_MAX) {
            writeCopy(records);
            records.release();
        } else {
            passBatch();
            pass(records);
        }
    }

    @Override
    public final void writeCopy(ByteBuf records) {
        if (closing || !speaking()) {
            return;
        }
        ByteBuf to = batch;
        if (to == null) {
            to = channel.alloc().directBuffer(BATCH_BYTES_FIRST);
            batch = to;
        }
        to.writeBytes(records, records.readerIndex(), records.readableBytes());
    }

    private void passBatch() {
        ByteBuf full = batch;
        if (full != null) {
            batch = null;
            pass(full);
        }
    }

    private void pass(ByteBuf records) {
        unflushed = true;
        var _ = channel.write(wrap(records), channel.voidPromise());
    }

    @Override
    public final void flush() {
        if (closing) {
            return;
        }
        if (channel.isWritable()) {
            passBatch();
        }
        if (unflushed) {
            unflushed = false;
            channel.flush();
        }
    }

    @Override
    public final boolean writable() {
        ByteBuf waiting = batch;
        int marks = channel.config().getWriteBufferHighWaterMark();
        return !closing
                && channel.isWritable()
                && (waiting == null || waiting.readableBytes() < marks);
    }

    @Override
    public final long bytesPending() {
        ByteBuf waiting = batch;
        ChannelOutboundBuffer sent = channel.unsafe().outboundBuffer();
        return (waiting == null ? 0 : waiting.readableBytes())
                + (sent == null ? 0 : sent.totalPendingWriteBytes());
    }

    @Override
    public final void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ConnectionHandler told = handler;
        if (closing || told == null) {
            return;
        }
        boolean writable = channel.isWritable();
        if (writable) {
            flush();
        }
        if (channel.isWritable() == writable) {
            told.onWritability(writable);
        }
    }

    // ---- reading ----

    @Override
    public final void pauseReading() {
        if (!closing) {
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public final void resumeReading() {
        if (!closing) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public final void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!closing) {
            read(ctx, message);
            return;
        }
        discardedBytes += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
        ReferenceCountUtil.release(message);
        if (discardedBytes > PARTING_BYTES_MAX) {
            var _ = channel.close();
        }
    }

    @Override
    public final void channelReadComplete(ChannelHandlerContext ctx) {
        ConnectionHandler told = handler;
        if (!closing && told != null) {
            told.onReadComplete();
        }
    }

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent tls) {
            secured = tls.isSuccess();
            if (secured) {
                onSecured();
            } else if (!(tls.cause() instanceof IOException)
                    || tls.cause() instanceof SSLException) {
                countViolation(Violation.TLS_FAILED);
                abort();
            }
        }
        ReferenceCountUtil.release(event);
    }

    /** TLS is negotiated. */
    protected void onSecured() {}

    // ---- closing ----

    @Override
    public final void close(CloseCode code, int retryAfterMillis, String text) {
        close(Frame.Close.of(code, retryAfterMillis, text));
    }

    @Override
    public final void close(Frame.Close why) {
        if (closing) {
            return;
        }
        if (speaking()) {
            ByteBuf record = channel.alloc().directBuffer();
            int mark = Records.begin(record);
            why.write(record);
            Records.end(record, mark);
            writeCopy(record);
            record.release();
            passBatch();
        }
        part(goodbye(why));
    }

    /**
     * Sends what was written and {@code last}, and closes as said above. Takes over {@code last}.
     */
    protected final void part(@Nullable Object last) {
        if (last != null) {
            var _ = channel.write(last, channel.voidPromise());
        }
        if (!secured() || !loop.mayPart(PARTING_MAX)) {
            abort();
            return;
        }
        closing = true;
        parting = loop.eventLoop().schedule(this::cut, PARTING_MILLIS_MAX, TimeUnit.MILLISECONDS);
        channel.config().setAutoRead(true);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        ChannelFuture said = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        if (tls != null) {
            said = tls.closeOutbound();
        }
        var _ = said.addListener(done -> shutSendingHalf());
    }

    private void shutSendingHalf() {
        if (channel.isActive()) {
            var _ = channel.shutdownOutput();
        }
    }

    private void cut() {
        var _ = channel.close();
    }

    @Override
    public final void abort() {
        closing = true;
        channel.flush();
        cut();
    }

    @Override
    public final void channelInactive(ChannelHandlerContext ctx) {
        closing = true;
        ScheduledFuture<?> timer = parting;
        if (timer != null) {
            timer.cancel(false);
            parting = null;
            loop.parted();
        }
        ByteBuf unsent = batch;
        batch = null;
        if (unsent != null) {
            unsent.release();
        }
        drop();
        ConnectionHandler told = handler;
        handler = null;
        if (told != null) {
            told.onClosed();
        }
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Violation violation = violation(cause);
        if (violation != null) {
            violated(violation);
        } else if (cause instanceof IOException) {
            abort();
        } else {
            LOG.error("a bug ended a connection", cause);
            close(CloseCode.INTERNAL, 0, CloseCode.INTERNAL.text());
        }
    }

    @Override
    public final InetSocketAddress remote() {
        return channel.remoteAddress();
    }

    @Override
    public final TransportKind transport() {
        return kind;
    }
}
