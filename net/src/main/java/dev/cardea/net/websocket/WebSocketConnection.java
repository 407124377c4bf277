package dev.cardea.net.websocket;

import dev.cardea.net.Acceptor;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.TransportKind;
import dev.cardea.net.Violation;
import dev.cardea.net.channel.ChannelConnection;
import dev.cardea.net.channel.ChannelLoop;
import dev.cardea.net.channel.RecordParser;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.ReferenceCountUtil;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Records in WebSocket messages (RFC 6455); before them, one HTTP request. Confined to the
 * channel's event loop.
 *
 * <p>A turn's records go out as one message. A message that comes in may be fragmented, but ends at
 * the end of a record. Extensions are not negotiated.
 */
final class WebSocketConnection extends ChannelConnection {
    /** Close status of a code below 1000: 4000 + code. */
    private static final int STATUS_BASE = 4000;

    /** The shortest header of a client's frame: two bytes and a mask. */
    private static final int FRAME_HEADER_BYTES = 6;

    private final WebSocketLimits limits;
    private final HttpPages pages;
    private final Acceptor acceptor;
    private final RecordParser records;
    private final MessageParser messages = new MessageParser(new Messages());
    private boolean upgraded;

    WebSocketConnection(
            SocketChannel channel,
            ChannelLoop loop,
            TransportKind kind,
            WebSocketLimits limits,
            HttpPages pages,
            Acceptor acceptor) {
        super(channel, loop, kind);
        this.limits = limits;
        this.pages = pages;
        this.acceptor = acceptor;
        this.records = new RecordParser(limits.frameBytesMax());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        handler(acceptor.accept(this));
    }

    @Override
    protected void read(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case ByteBuf bytes -> readBytes(bytes);
            case HttpRequest request -> readRequest(request);
            default -> ReferenceCountUtil.release(message); // the end of the request
        }
    }

    // ---- HTTP ----

    private void readRequest(HttpRequest request) {
        switch (Upgrade.judge(request, limits.origins())) {
            case Upgrade.Verdict.Accepted(String key) -> upgrade(key);
            case Upgrade.Verdict.Page(String path, boolean head) ->
                    part(HttpAnswers.page(pages.at(path), head));
            case Upgrade.Verdict.Refused(int status, String text, Violation fault) -> {
                if (fault != null) {
                    countViolation(fault);
                }
                part(HttpAnswers.refusal(status, text));
            }
        }
    }

    /**
     * Answers, and speaks WebSocket from the next byte on. The answer is encoded when it is
     * written, so the codec can go at once.
     */
    private void upgrade(String key) {
        var _ = channel().writeAndFlush(HttpAnswers.upgrade(key), channel().voidPromise());
        upgraded = true;
        channel()
                .pipeline()
                .replace(HttpServerCodec.class, null, new WebSocket13FrameEncoder(false));
    }

    // ---- WebSocket ----

    @Override
    public void limitFrames(int frameBytesMax) {
        records.limitFrames(frameBytesMax);
    }

    private void readBytes(ByteBuf bytes) {
        Violation violation;
        try {
            violation = messages.feed(bytes);
        } finally {
            bytes.release();
        }
        if (violation == Violation.TEXT_MESSAGE) {
            countViolation(violation);
            part(new CloseWebSocketFrame(WebSocketCloseStatus.INVALID_MESSAGE_TYPE));
        } else if (violation != null) {
            violated(violation);
        }
        if (closing()) {
            records.close();
        }
    }

    /** What comes in messages. */
    private final class Messages implements MessageParser.Listener {
        @Override
        public void onFrame(boolean wholeMessage, long payloadBytes) {
            if (!wholeMessage || payloadBytes <= Records.HEADER_BYTES) {
                countOverhead(FRAME_HEADER_BYTES);
            }
        }

        @Override
        public @Nullable Violation onPayload(ByteBuf payload, boolean ends) {
            ConnectionHandler to = handler();
            if (to == null) {
                payload.release();
                return null;
            }
            Violation violation = records.feed(payload, channel().alloc(), to);
            boolean torn = violation == null && ends && records.midRecord();
            return torn ? Violation.TORN_MESSAGE : violation;
        }

        @Override
        public void onPing(ByteBuf payload) {
            var _ =
                    channel()
                            .writeAndFlush(
                                    new PongWebSocketFrame(payload), channel().voidPromise());
        }

        @Override
        public void onClose() {
            part(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
        }

        @Override
        public boolean over() {
            return closing();
        }
    }

    @Override
    protected Object wrap(ByteBuf records) {
        return new BinaryWebSocketFrame(records);
    }

    @Override
    protected boolean speaking() {
        return upgraded;
    }

    /** A close frame; before the upgrade an HTTP answer. */
    @Override
    protected @Nullable Object goodbye(Frame.Close why) {
        if (upgraded) {
            int status = STATUS_BASE + Math.min(why.code(), STATUS_BASE - 3001);
            return new CloseWebSocketFrame(status, why.text());
        }
        return HttpAnswers.unavailable(why);
    }

    @Override
    protected void drop() {
        records.close();
    }

    @Override
    protected @Nullable Violation violation(Throwable cause) {
        if (cause instanceof DecoderException) {
            boolean tls = cause.getCause() instanceof SSLException;
            return tls ? Violation.TLS_FAILED : Violation.BAD_HTTP;
        }
        return null;
    }
}
