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
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker13;
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

    private final WebSocketLimits limits;
    private final HttpPages pages;
    private final Acceptor acceptor;
    private final RecordParser parser;
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
        this.parser = new RecordParser(limits.frameBytesMax());
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        handler(acceptor.accept(this));
    }

    @Override
    protected void read(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case WebSocketFrame frame -> readFrame(frame);
            case HttpRequest request -> readRequest(request);
            default -> ReferenceCountUtil.release(message);
        }
    }

    // ---- HTTP ----

    private void readRequest(HttpRequest request) {
        switch (Upgrade.judge(request, limits.origins())) {
            case Upgrade.Verdict.Accepted() -> upgrade(request);
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

    private void upgrade(HttpRequest request) {
        String scheme = transport().secure() ? "wss://" : "ws://";
        Handshaker handshaker = new Handshaker(scheme, config(limits.frameBytesMax()));
        var whole =
                new DefaultFullHttpRequest(
                        request.protocolVersion(),
                        request.method(),
                        request.uri(),
                        Unpooled.EMPTY_BUFFER,
                        request.headers(),
                        request.headers());
        try {
            var _ = handshaker.handshake(channel(), whole);
            upgraded = true;
        } catch (WebSocketHandshakeException refused) {
            countViolation(Violation.BAD_UPGRADE);
            part(HttpAnswers.refusal(400, "a malformed upgrade"));
        }
    }

    /** RFC 6455 alone, which every client of today speaks. */
    private static final class Handshaker extends WebSocketServerHandshaker13 {
        Handshaker(String url, WebSocketDecoderConfig config) {
            super(url, WebSocketLimits.SUBPROTOCOL, config);
        }
    }

    private static WebSocketDecoderConfig config(int frameBytesMax) {
        return WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(frameBytesMax + Records.HEADER_BYTES)
                .expectMaskedFrames(true)
                .allowExtensions(false)
                .closeOnProtocolViolation(false)
                .withUTF8Validator(false)
                .build();
    }

    // ---- WebSocket ----

    @Override
    public void limitFrames(int frameBytesMax) {
        parser.limitFrames(frameBytesMax);
        if (upgraded) {
            channel()
                    .pipeline()
                    .replace(
                            WebSocketFrameDecoder.class,
                            "wsdecoder",
                            new WebSocket13FrameDecoder(config(frameBytesMax)));
        }
    }

    private void readFrame(WebSocketFrame frame) {
        switch (frame) {
            case BinaryWebSocketFrame binary -> readRecords(binary);
            case ContinuationWebSocketFrame more -> readRecords(more);
            case PingWebSocketFrame ping -> {
                var _ = channel().writeAndFlush(new PongWebSocketFrame(ping.content()));
            }
            case CloseWebSocketFrame close -> {
                part(new CloseWebSocketFrame(WebSocketCloseStatus.NORMAL_CLOSURE));
                close.release();
            }
            case TextWebSocketFrame text -> {
                countViolation(Violation.TEXT_MESSAGE);
                part(new CloseWebSocketFrame(WebSocketCloseStatus.INVALID_MESSAGE_TYPE));
                text.release();
            }
            default -> frame.release();
        }
    }

    private void readRecords(WebSocketFrame frame) {
        boolean last = frame.isFinalFragment();
        ConnectionHandler to = handler();
        if (to == null) {
            frame.release();
            return;
        }
        Violation violation = parser.feed(frame.content(), channel().alloc(), to);
        if (violation == null && last && parser.midRecord()) {
            violation = Violation.TORN_MESSAGE;
        }
        if (violation != null) {
            violated(violation);
        }
        if (closing()) {
            parser.close();
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
        parser.close();
    }

    @Override
    protected @Nullable Violation violation(Throwable cause) {
        Throwable root = cause.getCause() == null ? cause : cause.getCause();
        if (cause instanceof CorruptedWebSocketFrameException corrupted) {
            boolean tooLarge = corrupted.closeStatus().equals(WebSocketCloseStatus.MESSAGE_TOO_BIG);
            return tooLarge ? Violation.RECORD_TOO_LARGE : Violation.BAD_WEBSOCKET;
        }
        if (cause instanceof DecoderException) {
            return root instanceof SSLException ? Violation.TLS_FAILED : Violation.BAD_WEBSOCKET;
        }
        return null;
    }
}
