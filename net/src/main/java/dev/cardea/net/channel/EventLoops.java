package dev.cardea.net.channel;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The threads that all sockets of a process run on: epoll where it loads, else NIO. Safe from any
 * thread.
 */
public final class EventLoops implements AutoCloseable {
    private static final int STOP_MILLIS_MAX = 2_000;

    private final boolean epoll;
    private final EventLoopGroup group;
    private final List<ChannelLoop> loops;

    private EventLoops(int count, String name, boolean epoll) {
        this.epoll = epoll;
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        this.group =
                new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory(name, true), io);
        List<ChannelLoop> all = new ArrayList<>(count);
        for (EventExecutor each : group) {
            all.add(new ChannelLoop((EventLoop) each));
        }
        this.loops = List.copyOf(all);
    }

    /**
     * Starts {@code count} loops.
     *
     * @param name what their threads are called
     */
    public static EventLoops start(int count, String name) {
        return new EventLoops(count, name, Epoll.isAvailable());
    }

    /** Starts {@code count} loops on NIO, as on a system without epoll. */
    public static EventLoops startPortable(int count, String name) {
        return new EventLoops(count, name, false);
    }

    /** All of them, in a fixed order. */
    public List<ChannelLoop> loops() {
        return loops;
    }

    /** The loop that wraps Netty's {@code eventLoop}. */
    public ChannelLoop of(EventLoop eventLoop) {
        for (ChannelLoop loop : loops) {
            if (loop.eventLoop().equals(eventLoop)) {
                return loop;
            }
        }
        throw new IllegalArgumentException("not a loop of this group");
    }

    /** Netty's side of them, for a bootstrap. */
    public EventLoopGroup group() {
        return group;
    }

    /** Whether they use epoll. */
    public boolean epoll() {
        return epoll;
    }

    /** The class of listening sockets for these loops. */
    public Class<? extends ServerChannel> serverChannel() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    /** The class of connecting sockets for these loops. */
    public Class<? extends SocketChannel> socketChannel() {
        return epoll ? EpollSocketChannel.class : NioSocketChannel.class;
    }

    /** Ends the threads, in at most two seconds; what is open is cut. */
    @Override
    public void close() {
        group.shutdownGracefully(0, STOP_MILLIS_MAX, TimeUnit.MILLISECONDS)
                .awaitUninterruptibly(STOP_MILLIS_MAX);
    }
}
