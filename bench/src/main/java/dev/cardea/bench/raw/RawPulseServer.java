package dev.cardea.bench.raw;

import dev.cardea.server.logging.Logs;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The baseline of rooms that tick: Netty alone, one event loop. Each room's members get the same
 * bytes so many times a second: one buffer a room, one write and one flush a member. There is no
 * game behind it.
 *
 * <p>A frame is {@code u24 length | u8 kind | ...}. Kind 1 joins a room, {@code u16 room}, and is
 * echoed; kind 2 is what members get.
 */
public final class RawPulseServer {
    private static final int HEADER_BYTES = 3;
    private static final int FRAME_BYTES_MAX = 1 << 16;

    private RawPulseServer() {}

    /**
     * Serves until the process ends; prints {@code port N} when it does.
     *
     * @param args times a second, and bytes of a frame without its length
     */
    public static void main(String[] args) throws Exception {
        Logs.silence();
        int rate = Integer.parseInt(args[0]);
        int bytes = Integer.parseInt(args[1]);
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> kind =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, io);
        Rooms rooms = new Rooms(group.next(), rate, bytes);
        Channel server =
                new ServerBootstrap()
                        .group(group)
                        .channel(kind)
                        .childOption(ChannelOption.TCP_NODELAY, true)
                        .childHandler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel channel) {
                                        channel.pipeline()
                                                .addLast(
                                                        new LengthFieldBasedFrameDecoder(
                                                                FRAME_BYTES_MAX, 0, HEADER_BYTES))
                                                .addLast(new Handler(rooms));
                                    }
                                })
                        .bind("127.0.0.1", 0)
                        .sync()
                        .channel();
        System.out.println("port " + ((InetSocketAddress) server.localAddress()).getPort());
        System.out.println("ready");
        server.closeFuture().sync();
    }

    /** Who is in which room. Confined to the one loop. */
    private static final class Rooms {
        private static final int KIND = 2;

        private final EventLoop loop;
        private final int rate;
        private final int bytes;
        private final Map<Integer, List<Channel>> members = new HashMap<>();

        Rooms(EventLoop loop, int rate, int bytes) {
            this.loop = loop;
            this.rate = rate;
            this.bytes = bytes;
        }

        void join(int room, Channel channel) {
            members.computeIfAbsent(room, this::begin).add(channel);
        }

        private List<Channel> begin(int room) {
            List<Channel> channels = new ArrayList<>();
            long period = TimeUnit.SECONDS.toNanos(1) / rate;
            long phase = room * 7_919_000L % period;
            loop.scheduleAtFixedRate(() -> pulse(channels), phase, period, TimeUnit.NANOSECONDS);
            return channels;
        }

        private void pulse(List<Channel> channels) {
            if (channels.isEmpty()) {
                return;
            }
            ByteBuf frame = channels.getFirst().alloc().directBuffer(HEADER_BYTES + bytes);
            frame.writeMedium(bytes).writeByte(KIND).writeZero(bytes - 1);
            for (Channel channel : channels) {
                channel.writeAndFlush(frame.retainedDuplicate(), channel.voidPromise());
            }
            frame.release();
        }
    }

    private static final class Handler extends ChannelInboundHandlerAdapter {
        private final Rooms rooms;
        private int room = -1;

        Handler(Rooms rooms) {
            this.rooms = rooms;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf frame = (ByteBuf) message;
            room = frame.getUnsignedShort(HEADER_BYTES + 1);
            context.writeAndFlush(frame);
            rooms.join(room, context.channel());
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            rooms.members.getOrDefault(room, new ArrayList<>()).remove(context.channel());
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
