package dev.cardea.bench.load;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One connection of a load. Confined to the load's loop. */
final class Peer extends ChannelInboundHandlerAdapter {
    private static final int HEADER_BYTES = 3;

    /** Send times are kept for this many numbers: a power of two above what may be in flight. */
    private static final int TIMES = 1024;

    final CompletableFuture<Void> ready = new CompletableFuture<>();

    private final Wire wire;
    private final boolean shakesHands;
    private final Supplier<ByteBuf> outgoing = this::out;
    private long @Nullable [] sentNanos;
    private @Nullable ChannelHandlerContext context;
    private @Nullable ByteBuf partial;
    private @Nullable ByteBuf out;
    private Load.@Nullable Run run;
    private int inFlight;
    private int number;
    private int firstNumber;

    Peer(Wire wire, boolean shakesHands) {
        this.wire = wire;
        this.shakesHands = shakesHands;
    }

    boolean isOpen() {
        return context != null && context.channel().isActive();
    }

    /** From now on counts into {@code run}, and keeps so many requests of its own under way. */
    void start(Load.Run newRun, int requests) {
        run = newRun;
        firstNumber = number;
        inFlight = requests;
        for (int i = 0; i < requests; i++) {
            ask(System.nanoTime());
        }
        flush();
    }

    /** Gives the socket back; thousands of them would run into the limit of open files. */
    void close() {
        stop();
        if (context != null) {
            context.close();
        }
    }

    void stop() {
        run = null;
        inFlight = 0;
    }

    /** Writes one request that was due at {@code dueNanos}. */
    void ask(long dueNanos) {
        number++;
        long[] times = sentNanos;
        if (times == null) {
            times = new long[TIMES];
            sentNanos = times;
        }
        times[number & (TIMES - 1)] = dueNanos;
        wire.ask(out(), number);
    }

    void flush() {
        ByteBuf written = out;
        ChannelHandlerContext to = context;
        if (written != null && to != null) {
            out = null;
            to.writeAndFlush(written, to.voidPromise());
        }
    }

    private ByteBuf out() {
        ByteBuf current = out;
        if (current == null) {
            if (context == null) {
                throw new IllegalStateException("not connected");
            }
            current = Load.buffer(context.channel());
            out = current;
        }
        return current;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void channelActive(ChannelHandlerContext active) {
        if (!shakesHands) {
            begin();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext at, Object event) {
        if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
            begin();
        } else if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                begin();
            } else {
                ready.completeExceptionally(done.cause());
            }
        }
    }

    private void begin() {
        wire.begin(out());
        flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext at, Object message) {
        ByteBuf in = (ByteBuf) message;
        ByteBuf rest = partial;
        if (rest != null) {
            rest.writeBytes(in);
            in.release();
            in = rest;
            partial = null;
        }
        read(in);
        if (in.isReadable()) {
            partial = at.alloc().directBuffer(in.readableBytes() + 256).writeBytes(in);
        }
        in.release();
    }

    private void read(ByteBuf in) {
        long now = System.nanoTime();
        while (in.readableBytes() >= HEADER_BYTES) {
            int length = in.getUnsignedMedium(in.readerIndex());
            if (in.readableBytes() < HEADER_BYTES + length) {
                return;
            }
            frame(in, in.readerIndex() + HEADER_BYTES, length, now);
            in.skipBytes(HEADER_BYTES + length);
        }
    }

    private void frame(ByteBuf in, int at, int length, long now) {
        switch (wire.hear(in, at, length, outgoing)) {
            case READY -> ready.complete(null);
            case ANSWER -> answer(wire.number(in, at, length), HEADER_BYTES + length, now);
            case REFUSAL -> refusal(now);
            case OTHER -> {}
        }
    }

    private void refusal(long now) {
        Load.Run counting = run;
        if (counting != null) {
            counting.refusals++;
            goOn(counting, now);
        }
    }

    private void answer(int answered, int bytes, long now) {
        Load.Run counting = run;
        if (counting == null) {
            return;
        }
        counting.answers++;
        counting.bytes += bytes;
        long[] times = sentNanos;
        if (times != null) {
            counting.latency(now - times[answered & (TIMES - 1)]);
        }
        // Answers may overtake each other; late ones of an earlier run ask for nothing.
        if (answered - firstNumber > 0) {
            goOn(counting, now);
        }
    }

    private void goOn(Load.Run counting, long now) {
        if (inFlight > 0 && now - counting.endNanos < 0) {
            ask(now);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext at) {
        flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext at) {
        lost(new IOException("the server closed the connection"));
        if (partial != null) {
            partial.release();
            partial = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext at, Throwable cause) {
        lost(cause);
        at.close();
    }

    /** A run that loses a connection measures something else. */
    private void lost(Throwable cause) {
        ready.completeExceptionally(cause);
        if (run != null) {
            run.fail(cause);
        }
    }
}
