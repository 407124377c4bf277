package dev.cardea.net.tcp;

import dev.cardea.net.Acceptor;
import dev.cardea.net.Loop;
import dev.cardea.net.TransportKind;
import dev.cardea.net.channel.ChannelLoop;
import dev.cardea.net.channel.ChannelStarter;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Starts channels that carry records on TCP or TLS. Safe from any thread. */
public final class TcpTransport implements ChannelStarter {
    private final @Nullable Function<ByteBufAllocator, SslHandler> tls;
    private final int frameBytesMax;
    private final Function<Loop, Acceptor> acceptors;
    private final boolean server;

    private TcpTransport(
            boolean server,
            @Nullable Function<ByteBufAllocator, SslHandler> tls,
            int frameBytesMax,
            Function<Loop, Acceptor> acceptors) {
        this.server = server;
        this.tls = tls;
        this.frameBytesMax = frameBytesMax;
        this.acceptors = acceptors;
    }

    /**
     * The server's side; connections are accepted as soon as there is a socket.
     *
     * @param tls null for plain TCP
     * @param frameBytesMax bound on frames until {@link dev.cardea.net.Connection#limitFrames}
     * @param acceptors who takes the connections of a loop
     */
    public static TcpTransport server(
            @Nullable SslContext tls, int frameBytesMax, Function<Loop, Acceptor> acceptors) {
        return new TcpTransport(
                true, tls == null ? null : tls::newHandler, frameBytesMax, acceptors);
    }

    /**
     * The client's side, for a channel that is being connected: it sends the preamble, and is
     * accepted once TLS, if there is any, is negotiated.
     *
     * @param tls null for plain TCP; else makes the handler, which knows the server's name
     */
    public static TcpTransport client(
            @Nullable Function<ByteBufAllocator, SslHandler> tls,
            int frameBytesMax,
            Acceptor acceptor) {
        return new TcpTransport(false, tls, frameBytesMax, loop -> acceptor);
    }

    @Override
    public void start(SocketChannel channel, ChannelLoop loop) {
        TransportKind kind = tls == null ? TransportKind.TCP : TransportKind.TLS;
        if (tls != null) {
            SslHandler handler = tls.apply(channel.alloc());
            handler.setHandshakeTimeoutMillis(0); // who accepts the connection has a deadline
            channel.pipeline().addLast(handler);
        }
        Acceptor acceptor = acceptors.apply(loop);
        channel.pipeline()
                .addLast(
                        server
                                ? TcpConnection.accepted(
                                        channel, loop, kind, frameBytesMax, acceptor)
                                : TcpConnection.dialled(
                                        channel, loop, kind, frameBytesMax, acceptor));
    }
}
