package dev.cardea.net.dial;

import dev.cardea.net.Acceptor;
import dev.cardea.net.Connection;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.Dialer;
import dev.cardea.net.Endpoint;
import dev.cardea.net.Loop;
import dev.cardea.net.channel.ChannelLoop;
import dev.cardea.net.channel.EventLoops;
import dev.cardea.net.tcp.TcpTransport;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Dials on one of Netty's event loops, over TCP, TLS, WebSocket and WebSocket over TLS. Confined to
 * that loop. Names are looked up on a virtual thread, since the system's resolver blocks.
 */
public final class ChannelDialer implements Dialer {
    /** How long one address may take to answer. */
    static final int CONNECT_MILLIS_MAX = 5_000;

    /** Addresses of one name that are tried. */
    static final int ADDRESSES_MAX = 4;

    /** How long TLS and the WebSocket handshake may take together, once there is a socket. */
    static final long HANDSHAKE_NANOS_MAX = 10_000_000_000L;

    private static final int MESSAGE_BYTES_MAX = 32 * 1024;

    private final EventLoops loops;
    private final ChannelLoop loop;
    private final Supplier<ClientTls> tls;
    private final int frameBytesMax;
    private final long handshakeNanosMax;

    /**
     * @param tls asked when an endpoint needs it
     * @param frameBytesMax the largest frame that a server may send
     */
    public ChannelDialer(
            EventLoops loops, ChannelLoop loop, Supplier<ClientTls> tls, int frameBytesMax) {
        this(loops, loop, tls, frameBytesMax, HANDSHAKE_NANOS_MAX);
    }

    ChannelDialer(
            EventLoops loops,
            ChannelLoop loop,
            Supplier<ClientTls> tls,
            int frameBytesMax,
            long handshakeNanosMax) {
        this.loops = loops;
        this.loop = loop;
        this.tls = tls;
        this.frameBytesMax = frameBytesMax;
        this.handshakeNanosMax = handshakeNanosMax;
    }

    @Override
    public Dial dial(Endpoint endpoint, DialHandler handler) {
        Attempt attempt = new Attempt(endpoint, handler);
        InetAddress literal = literal(endpoint.host());
        if (literal != null) {
            loop.execute(() -> attempt.resolved(List.of(literal)));
        } else {
            Thread.startVirtualThread(attempt::resolve);
        }
        return attempt;
    }

    private static @Nullable InetAddress literal(String host) {
        try {
            return InetAddress.ofLiteral(host);
        } catch (IllegalArgumentException name) {
            return null;
        }
    }

    /** One attempt, over the addresses of a name. Confined to the loop, but for the look-up. */
    private final class Attempt implements Dial, Acceptor {
        private final Endpoint endpoint;
        private final DialHandler handler;
        private final Deque<InetAddress> addresses = new ArrayDeque<>();
        private @Nullable Channel channel;
        private Loop.@Nullable Timer deadline;
        private String trouble = "the server closed during the handshake";
        private boolean told;

        Attempt(Endpoint endpoint, DialHandler handler) {
            this.endpoint = endpoint;
            this.handler = handler;
        }

        void resolve() {
            try {
                List<InetAddress> found = List.of(InetAddress.getAllByName(endpoint.host()));
                loop.execute(() -> resolved(found));
            } catch (UnknownHostException unknown) {
                loop.execute(() -> failed("unknown host"));
            }
        }

        void resolved(List<InetAddress> found) {
            found.stream().limit(ADDRESSES_MAX).forEach(addresses::add);
            connect("no address");
        }

        private void connect(String lastTrouble) {
            InetAddress address = addresses.poll();
            if (told) {
                return;
            }
            if (address == null) {
                failed(lastTrouble);
                return;
            }
            ChannelFuture connecting =
                    bootstrap().connect(new InetSocketAddress(address, endpoint.port()));
            channel = connecting.channel();
            var _ = connecting.addListener(done -> onConnected(connecting));
        }

        private void onConnected(ChannelFuture connecting) {
            if (connecting.isSuccess()) {
                if (!told) { // TCP is ready as soon as it is connected
                    deadline = loop.after(handshakeNanosMax, this::onLate);
                }
                var _ = connecting.channel().closeFuture().addListener(done -> onClosed());
            } else {
                connect(reason(connecting.cause()));
            }
        }

        private void noteTrouble(@Nullable Throwable cause) {
            if (cause != null) {
                trouble = reason(cause);
            }
        }

        /** Somebody took the connection and says nothing. */
        private void onLate() {
            Channel silent = channel;
            failed("no answer to the handshake in time");
            if (silent != null) {
                var _ = silent.close();
            }
        }

        private void onClosed() {
            failed(trouble);
        }

        private void failed(String why) {
            if (!told) {
                tell();
                handler.onFailed(why);
            }
        }

        private void tell() {
            told = true;
            if (deadline != null) {
                deadline.cancel();
            }
        }

        @Override
        public ConnectionHandler accept(Connection connection) {
            tell();
            return handler.onOpen(connection);
        }

        @Override
        public void cancel() {
            if (!told) {
                tell();
                Channel begun = channel;
                if (begun != null) {
                    var _ = begun.close();
                }
            }
        }

        private Bootstrap bootstrap() {
            return new Bootstrap()
                    .group(loop.eventLoop())
                    .channel(loops.socketChannel())
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS_MAX)
                    .option(ChannelOption.TCP_NODELAY, true)
                    .handler(
                            new ChannelInitializer<SocketChannel>() {
                                @Override
                                protected void initChannel(SocketChannel made) {
                                    start(made);
                                }
                            });
        }

        private void start(SocketChannel made) {
            if (endpoint.isWebSocket()) {
                startWebSocket(made);
            } else {
                TcpTransport.client(tlsHandler(), frameBytesMax, this).start(made, loop);
            }
        }

        private void startWebSocket(SocketChannel made) {
            ChannelPipeline pipeline = made.pipeline();
            Function<ByteBufAllocator, SslHandler> secure = tlsHandler();
            if (secure != null) {
                pipeline.addLast(secure.apply(made.alloc()));
            }
            pipeline.addLast(new HttpClientCodec())
                    .addLast(new HttpObjectAggregator(WebSocketClientConnection.ANSWER_BYTES_MAX))
                    .addLast(new MessageCutter(MESSAGE_BYTES_MAX))
                    .addLast(
                            new WebSocketClientConnection(
                                    made, loop, endpoint, frameBytesMax, this));
        }

        private @Nullable Function<ByteBufAllocator, SslHandler> tlsHandler() {
            if (!endpoint.transport().secure()) {
                return null;
            }
            ClientTls trust = tls.get();
            return allocator -> {
                SslHandler made = trust.handler(allocator, endpoint);
                var _ = made.handshakeFuture().addListener(done -> noteTrouble(done.cause()));
                return made;
            };
        }
    }

    private static String reason(@Nullable Throwable cause) {
        String text = cause == null ? null : cause.getMessage();
        if (text == null) {
            return "cannot connect";
        }
        // The native transport adds the name of the system call and the number of the error.
        return text.contains("Connection refused") ? "connection refused" : text;
    }
}
