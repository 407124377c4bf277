package dev.cardea.bench.raw;

import dev.cardea.server.logging.Logs;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
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
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The baseline: what a good engineer writes with Netty alone in an afternoon. A {@link
 * LengthFieldBasedFrameDecoder}, one object and one write a frame, one flush a read. One event
 * loop.
 *
 * <p>A frame is {@code u24 length | u8 kind | ...}. Kind 0 is echoed. Kind 1 joins a room, {@code
 * u16 room}. Kind 2 goes to all members of the sender's room, sender included.
 */
public final class RawNettyServer {
    private static final int HEADER_BYTES = 3;
    private static final int FRAME_BYTES_MAX = 1 << 16;

    private RawNettyServer() {}

    /** Serves until the process ends; prints {@code port N} when it does. */
    public static void main(String[] args) throws Exception {
        Logs.silence();
        boolean epoll = Epoll.isAvailable();
        IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        Class<? extends ServerChannel> kind =
                epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
        Rooms rooms = new Rooms();
        Channel server =
                new ServerBootstrap()
                        .group(new MultiThreadIoEventLoopGroup(1, io))
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

    /** Who is in which room, and who has something to flush. Confined to the one loop. */
    private static final class Rooms {
        final Map<Integer, List<Channel>> members = new HashMap<>();
        final Set<Channel> dirty = new LinkedHashSet<>();

        void flush() {
            dirty.forEach(Channel::flush);
            dirty.clear();
        }
    }

    private static final class Handler extends ChannelInboundHandlerAdapter {
        private final Rooms rooms;
        private int room = -1;
        private boolean scheduled;

        Handler(Rooms rooms) {
            this.rooms = rooms;
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf frame = (ByteBuf) message;
            switch (frame.getByte(HEADER_BYTES)) {
                case 1 -> {
                    room = frame.getUnsignedShort(HEADER_BYTES + 1);
                    rooms.members
                            .computeIfAbsent(room, _ -> new ArrayList<>())
                            .add(context.channel());
                    context.write(frame);
                }
                case 2 -> broadcast(context, frame);
                default -> context.write(frame);
            }
        }

        private void broadcast(ChannelHandlerContext context, ByteBuf frame) {
            for (Channel member : rooms.members.getOrDefault(room, List.of())) {
                member.write(frame.retainedDuplicate());
                rooms.dirty.add(member);
            }
            frame.release();
            if (!scheduled) {
                scheduled = true;
                context.executor()
                        .execute(
                                () -> {
                                    scheduled = false;
                                    rooms.flush();
                                });
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            context.flush();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            if (room >= 0) {
                rooms.members.getOrDefault(room, new ArrayList<>()).remove(context.channel());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
