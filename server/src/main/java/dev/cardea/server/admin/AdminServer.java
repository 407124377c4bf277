package dev.cardea.server.admin;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The operators' HTTP port. Safe from any thread; everything inside runs on one thread of its own,
 * so that a slow page delays other pages and no player.
 *
 * <p>It answers GET and HEAD of a fixed set of pages, one request a connection. A connection has
 * five seconds from its first moment to its end, however slowly the peer sends or reads.
 */
public final class AdminServer implements AutoCloseable {
    /** Connections at a time. */
    public static final int CONNECTIONS_MAX = 64;

    /** Bytes of all headers of a request. */
    public static final int HEADER_BYTES_MAX = 8192;

    /** From accept to close, whatever the peer does. */
    public static final long LIFE_MILLIS_MAX = 5_000;

    static final int REQUEST_LINE_BYTES_MAX = 1024;
    private static final int STOP_MILLIS_MAX = 500;

    private final EventLoopGroup group;
    private final Channel listener;

    private AdminServer(EventLoopGroup group, Channel listener) {
        this.group = group;
        this.listener = listener;
    }

    /**
     * Binds and serves.
     *
     * @throws IOException if the address cannot be bound
     */
    public static AdminServer open(InetSocketAddress address, List<Page> pages) throws IOException {
        return open(address, pages, LIFE_MILLIS_MAX);
    }

    static AdminServer open(InetSocketAddress address, List<Page> pages, long lifeMillis)
            throws IOException {
        EventLoopGroup group =
                new MultiThreadIoEventLoopGroup(
                        1,
                        new DefaultThreadFactory("cardea-admin", true),
                        NioIoHandler.newFactory());
        AtomicInteger open = new AtomicInteger();
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(group)
                        .channel(NioServerSocketChannel.class)
                        .option(ChannelOption.SO_BACKLOG, CONNECTIONS_MAX)
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childHandler(
                                new ChannelInitializer<SocketChannel>() {
                                    @Override
                                    protected void initChannel(SocketChannel channel) {
                                        accept(channel, pages, open, lifeMillis);
                                    }
                                });
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            var _ = group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS);
            throw new IOException(bound.cause());
        }
        return new AdminServer(group, bound.channel());
    }

    private static void accept(
            SocketChannel channel, List<Page> pages, AtomicInteger open, long lifeMillis) {
        if (open.incrementAndGet() > CONNECTIONS_MAX) {
            open.decrementAndGet();
            var _ = channel.close();
            return;
        }
        var _ = channel.closeFuture().addListener(closed -> open.decrementAndGet());
        Runnable cut =
                () -> {
                    var _ = channel.close();
                };
        ScheduledFuture<?> deadline =
                channel.eventLoop().schedule(cut, lifeMillis, TimeUnit.MILLISECONDS);
        var _ = channel.closeFuture().addListener(closed -> deadline.cancel(false));
        HttpDecoderConfig limits =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(REQUEST_LINE_BYTES_MAX)
                        .setMaxHeaderSize(HEADER_BYTES_MAX);
        channel.pipeline().addLast(new HttpServerCodec(limits), new AdminHandler(pages));
    }

    /** The address that was bound, with the port that was taken if it was 0. */
    public InetSocketAddress address() {
        return (InetSocketAddress) listener.localAddress();
    }

    /** Stops listening, cuts what is open and ends the thread, in at most half a second. */
    @Override
    public void close() {
        listener.close().awaitUninterruptibly(STOP_MILLIS_MAX);
        group.shutdownGracefully(0, STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(STOP_MILLIS_MAX);
    }
}
