package dev.cardea.net.channel;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.socket.SocketChannel;
import java.io.IOException;
import java.net.InetSocketAddress;

/** One address where connections are accepted. Safe from any thread. */
public final class Listener implements AutoCloseable {
    /** Bytes of one read: small enough that a flood is noticed after little of it. */
    public static final int READ_BYTES_MAX = 16 * 1024;

    private static final int READ_BYTES_FIRST = 1024;
    private static final int READ_BYTES_MIN = 128;
    private static final int STOP_MILLIS_MAX = 1_000;

    private final Channel channel;

    private Listener(Channel channel) {
        this.channel = channel;
    }

    /**
     * Binds and accepts; connections are spread over all loops.
     *
     * @throws IOException if the address cannot be bound
     */
    public static Listener bind(
            EventLoops loops,
            InetSocketAddress address,
            SocketLimits limits,
            ChannelStarter starter)
            throws IOException {
        ServerBootstrap bootstrap =
                new ServerBootstrap()
                        .group(loops.group())
                        .channel(loops.serverChannel())
                        .option(ChannelOption.SO_BACKLOG, limits.backlog())
                        .option(ChannelOption.SO_REUSEADDR, true)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childOption(ChannelOption.SO_SNDBUF, limits.sendBufferBytes())
                        .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, limits.marks());
        if (loops.epoll() && limits.userTimeoutMillis() > 0) {
            bootstrap.childOption(EpollChannelOption.TCP_USER_TIMEOUT, limits.userTimeoutMillis());
        }
        bootstrap.childHandler(
                new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.config()
                                .setRecvByteBufAllocator(
                                        new AdaptiveRecvByteBufAllocator(
                                                READ_BYTES_MIN, READ_BYTES_FIRST, READ_BYTES_MAX));
                        starter.start(channel, loops.of(channel.eventLoop()));
                    }
                });
        ChannelFuture bound = bootstrap.bind(address).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new IOException("cannot listen on " + address, bound.cause());
        }
        return new Listener(bound.channel());
    }

    /** The address that was bound, with the port that was taken if it was 0. */
    public InetSocketAddress address() {
        return (InetSocketAddress) channel.localAddress();
    }

    /** Accepts no more; what was accepted lives on. */
    @Override
    public void close() {
        channel.close().awaitUninterruptibly(STOP_MILLIS_MAX);
    }
}
