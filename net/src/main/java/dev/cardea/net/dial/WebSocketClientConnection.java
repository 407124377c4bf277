package dev.cardea.net.dial;

import dev.cardea.net.Acceptor;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.Endpoint;
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
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker13;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.ReferenceCountUtil;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * The client's end of a WebSocket (RFC 6455): one HTTP request, then records in binary messages.
 * Confined to the channel's event loop.
 */
final class WebSocketClientConnection extends ChannelConnection {
    /** The subprotocol of this version. */
    static final String SUBPROTOCOL = "cardea.1";

    /** Bytes of one HTTP answer. */
    static final int ANSWER_BYTES_MAX = 8192;

    private static final int STATUS_BASE = 4000;
    private static final int STATUS_CODE_MAX = 999;

    private final Acceptor acceptor;
    private final RecordParser parser;
    private final Handshaker handshaker;
    private boolean upgraded;

    WebSocketClientConnection(
            SocketChannel channel, ChannelLoop loop, Endpoint to, int bytesMax, Acceptor acceptor) {
        super(channel, loop, to.transport());
        this.acceptor = acceptor;
        this.parser = new RecordParser(bytesMax);
        this.handshaker = new Handshaker(URI.create(to.toString()), bytesMax);
    }

    /** Masks what it sends and refuses what is masked, as RFC 6455 asks of clients. */
    private static final class Handshaker extends WebSocketClientHandshaker13 {
        Handshaker(URI uri, int frameBytesMax) {
            super(
                    uri,
                    WebSocketVersion.V13,
                    SUBPROTOCOL,
                    false,
                    new DefaultHttpHeaders(),
                    frameBytesMax + Records.HEADER_BYTES,
                    true,
                    false,
                    -1);
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (secured()) {
            ask();
        }
    }

    @Override
    protected void onSecured() {
        ask();
    }

    private void ask() {
        var _ = handshaker.handshake(channel());
    }

    @Override
    protected void read(ChannelHandlerContext ctx, Object message) {
        switch (message) {
            case WebSocketFrame frame -> readFrame(frame);
            case FullHttpResponse answer -> readAnswer(answer);
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void readAnswer(FullHttpResponse answer) {
        try {
            handshaker.finishHandshake(channel(), answer);
            upgraded = true;
            handler(acceptor.accept(this));
        } catch (WebSocketHandshakeException refused) {
            abort();
        } finally {
            answer.release();
        }
    }

    private void readFrame(WebSocketFrame frame) {
        switch (frame) {
            case BinaryWebSocketFrame binary -> readRecords(binary);
            case ContinuationWebSocketFrame more -> readRecords(more);
            case PingWebSocketFrame ping -> {
                var _ = channel().writeAndFlush(new PongWebSocketFrame(ping.content()));
            }
            case TextWebSocketFrame text -> {
                text.release();
                violated(Violation.TEXT_MESSAGE);
            }
            case CloseWebSocketFrame close -> {
                close.release();
                abort();
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

    /** Records go to the {@link MessageCutter} as they are. */
    @Override
    protected Object wrap(ByteBuf records) {
        return records;
    }

    @Override
    protected boolean speaking() {
        return upgraded;
    }

    @Override
    protected @Nullable Object goodbye(Frame.Close why) {
        if (!upgraded) {
            return null;
        }
        int status = STATUS_BASE + Math.min(why.code(), STATUS_CODE_MAX);
        return new CloseWebSocketFrame(status, why.text());
    }

    @Override
    protected void drop() {
        parser.close();
    }

    @Override
    protected @Nullable Violation violation(Throwable cause) {
        return cause instanceof DecoderException ? Violation.BAD_WEBSOCKET : null;
    }
}
