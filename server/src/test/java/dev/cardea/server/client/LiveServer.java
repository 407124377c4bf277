package dev.cardea.server.client;

import dev.cardea.net.channel.EventLoops;
import dev.cardea.net.channel.SocketLimits;
import dev.cardea.net.link.MemoryLink;
import dev.cardea.net.websocket.HttpPages;
import dev.cardea.server.gateway.DevelopmentAuthenticator;
import dev.cardea.server.gateway.Gateway;
import dev.cardea.server.gateway.GatewayLimits;
import dev.cardea.server.gateway.GatewaySpec;
import dev.cardea.server.gateway.LinkFactory;
import dev.cardea.server.gateway.TokenKeys;
import dev.cardea.server.node.FixedWorkers;
import dev.cardea.server.node.Node;
import dev.cardea.server.node.NodeLimits;
import dev.cardea.server.node.NodeSetup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.Executor;

/** A node and as many gateways as a test wants, on loopback. */
final class LiveServer implements AutoCloseable {
    private static final Duration TURN_BUDGET = Duration.ofSeconds(5);

    private final EventLoops loops = EventLoops.start(2, "live-server");
    private final FixedWorkers workers = new FixedWorkers(2, TURN_BUDGET);
    private final Executor blocking = Thread::startVirtualThread;
    private final TokenKeys keys = new TokenKeys(List.of(new byte[32]), Duration.ofHours(1));
    private final List<Gateway> gateways = new ArrayList<>();
    private final Node node;
    final Desk desk = new Desk();

    LiveServer() {
        node =
                new Node(
                        new NodeSetup(
                                List.of(Hall.type(), Field.TYPE),
                                NodeSetup.Notices.of(Desk.Notice.class),
                                List.of(desk.service()),
                                NodeLimits.DEFAULT,
                                workers,
                                blocking,
                                new SplittableRandom(1)));
    }

    /** Starts one more gateway. */
    Gateway gateway() {
        GatewayLimits standard = GatewayLimits.DEFAULT;
        GatewayLimits limits =
                new GatewayLimits(
                        new GatewayLimits.Entry(0, 0, 0, 0, 0, Duration.ofSeconds(5)),
                        new GatewayLimits.Rates(0, 0, 0, 0, Duration.ofSeconds(5)),
                        standard.frames(),
                        standard.liveness(),
                        standard.outboundBytesMax());
        String name = "gateway-" + gateways.size();
        GatewaySpec spec =
                new GatewaySpec(
                        name, limits, keys, List.of(new DevelopmentAuthenticator()), blocking);
        LinkFactory links =
                (loop, handler) ->
                        MemoryLink.join(
                                loop,
                                MemoryLink.BYTES_MAX,
                                handler::apply,
                                far ->
                                        node.connect(
                                                name + '/' + loops.loops().indexOf(loop),
                                                far,
                                                loop));
        Gateway gateway = new Gateway(loops, spec, SocketLimits.DEFAULT, links);
        gateways.add(gateway);
        return gateway;
    }

    /** Has {@code gateway} listen for TCP; returns the port. */
    static int tcp(Gateway gateway) throws IOException {
        return gateway.listenTcp(any(), null).address().getPort();
    }

    /** Has {@code gateway} listen for WebSockets; returns the port. */
    static int webSocket(Gateway gateway) throws IOException {
        return gateway.listenWebSocket(any(), null, Set.of(), HttpPages.NONE).address().getPort();
    }

    static String tcpEndpoint(int port) {
        return "tcp://127.0.0.1:" + port;
    }

    static String webSocketEndpoint(int port) {
        return "ws://127.0.0.1:" + port + "/cardea";
    }

    private static InetSocketAddress any() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    @Override
    public void close() {
        gateways.forEach(Gateway::close);
        node.close();
        loops.close();
        workers.close();
    }
}
