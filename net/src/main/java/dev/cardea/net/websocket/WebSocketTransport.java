package dev.cardea.net.websocket;

import dev.cardea.net.Acceptor;
import dev.cardea.net.Loop;
import dev.cardea.net.TransportKind;
import dev.cardea.net.channel.ChannelLoop;
import dev.cardea.net.channel.ChannelStarter;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts channels that speak HTTP first, then WebSocket. Safe from any thread. */
public final class WebSocketTransport implements ChannelStarter {
    private final @Nullable SslContext tls;
    private final WebSocketLimits limits;
    private final HttpPages pages;
    private final Function<Loop, Acceptor> acceptors;

    /**
     * The server's side; connections are accepted as soon as there is a socket.
     *
     * @param tls null for ws and http
     * @param pages what is served to who asks for no upgrade
     * @param acceptors who takes the connections of a loop
     */
    public WebSocketTransport(
            @Nullable SslContext tls,
            WebSocketLimits limits,
            HttpPages pages,
            Function<Loop, Acceptor> acceptors) {
        this.tls = tls;
        this.limits = limits;
        this.pages = pages;
        this.acceptors = acceptors;
    }

    @Override
    public void start(SocketChannel channel, ChannelLoop loop) {
        TransportKind kind = tls == null ? TransportKind.WEBSOCKET : TransportKind.SECURE_WEBSOCKET;
        if (tls != null) {
            SslHandler handler = tls.newHandler(channel.alloc());
            handler.setHandshakeTimeoutMillis(0); // who accepts the connection has a deadline
            channel.pipeline().addLast(handler);
        }
        HttpDecoderConfig http =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(WebSocketLimits.REQUEST_LINE_BYTES_MAX)
                        .setMaxHeaderSize(WebSocketLimits.HEADER_BYTES_MAX);
        channel.pipeline()
                .addLast(new HttpServerCodec(http))
                .addLast(
                        new WebSocketConnection(
                                channel, loop, kind, limits, pages, acceptors.apply(loop)));
    }
}
