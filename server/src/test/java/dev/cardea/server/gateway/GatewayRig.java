package dev.cardea.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.channel.EventLoops;
import dev.cardea.net.channel.ServerTls;
import dev.cardea.net.channel.SocketLimits;
import dev.cardea.net.websocket.HttpPages;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** A gateway on loopback with an {@link EchoNode} behind it, and raw clients. For one thread. */
final class GatewayRig implements AutoCloseable {
    private static final long POLL_NANOS = 5_000_000;
    private static final int POLLS_MAX = 2_000;

    private final EventLoops loops;
    private final Gateway gateway;
    private final @Nullable TestCertificate certificate;
    private final List<ServerTls> certificates = new ArrayList<>();
    private final List<RawClient> clients = new ArrayList<>();

    private GatewayRig(
            EventLoops loops, GatewayLimits limits, @Nullable TestCertificate certificate) {
        this.loops = loops;
        this.certificate = certificate;
        GatewaySpec spec =
                new GatewaySpec(
                        "g1",
                        limits,
                        Scene.keys(Scene.KEY),
                        List.of(new DevelopmentAuthenticator()),
                        Runnable::run);
        this.gateway = new Gateway(loops, spec, SocketLimits.DEFAULT, new EchoNode());
    }

    /** With the defaults of the configuration, for clients without TLS. */
    static GatewayRig plain() {
        return with(GatewayLimits.DEFAULT, null);
    }

    static GatewayRig with(GatewayLimits limits, @Nullable TestCertificate certificate) {
        return new GatewayRig(EventLoops.start(2, "test"), limits, certificate);
    }

    /** On NIO, as on a system without epoll. */
    static GatewayRig portable() {
        return new GatewayRig(EventLoops.startPortable(1, "test"), GatewayLimits.DEFAULT, null);
    }

    /** On one loop, which then knows all sessions. */
    static GatewayRig alone() {
        return new GatewayRig(EventLoops.start(1, "test"), FlowTest.unlimited(), null);
    }

    /** Limits without rates, and with bounds on connections alone. */
    static GatewayLimits limits(int connectionsMax, int perAddressMax, Duration handshake) {
        GatewayLimits base = FlowTest.unlimited();
        return new GatewayLimits(
                new GatewayLimits.Entry(connectionsMax, perAddressMax, 0, 0, 0, handshake),
                base.rates(),
                base.frames(),
                base.liveness(),
                base.outboundBytesMax());
    }

    Gateway gateway() {
        return gateway;
    }

    GatewayMetrics metrics() {
        return gateway.metrics();
    }

    // ---- listeners and clients ----

    InetSocketAddress listen(String scheme) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        TestCertificate own = certificateFor(scheme);
        ServerTls tls = own == null ? null : read(own);
        HttpPages pages =
                path ->
                        path.equals("/hello")
                                ? new HttpPages.Page("text/plain", FakeClient.bytes("page"))
                                : null;
        return scheme.startsWith("ws")
                ? gateway.listenWebSocket(any, tls, Set.of("https://friend.test"), pages).address()
                : gateway.listenTcp(any, tls).address();
    }

    private ServerTls read(TestCertificate own) throws IOException {
        ServerTls tls = ServerTls.read(own.certificate(), own.key());
        certificates.add(tls);
        return tls;
    }

    private @Nullable TestCertificate certificateFor(String scheme) {
        return scheme.equals("tls") || scheme.equals("wss") ? certificate : null;
    }

    /** A client that has said the preamble, or has been upgraded. */
    RawClient connect(String scheme) throws Exception {
        return connect(scheme, listen(scheme));
    }

    RawClient connect(String scheme, InetSocketAddress to) throws Exception {
        return kept(RawClient.connect(scheme, to, certificateFor(scheme)));
    }

    /** A client that got WELCOME, and whose agent is attached. */
    RawClient signedIn(String scheme) throws Exception {
        RawClient client = connect(scheme);
        client.hello("ann");
        client.await(Frame.Welcome.class);
        client.await(Frame.Attached.class);
        return client;
    }

    /** A socket on which nothing was said. */
    RawClient silent(String scheme) throws IOException {
        return silent(listen(scheme));
    }

    RawClient silent(InetSocketAddress to) throws IOException {
        return kept(RawClient.silent(to));
    }

    private RawClient kept(RawClient client) {
        clients.add(client);
        return client;
    }

    // ---- what came of it ----

    /** Waits until the condition holds, ten seconds at most. */
    void await(BooleanSupplier condition) {
        for (int i = 0; i < POLLS_MAX && !condition.getAsBoolean(); i++) {
            LockSupport.parkNanos(POLL_NANOS);
        }
        assertThat(condition.getAsBoolean()).isTrue();
    }

    /** Waits until the gateway has no connection any more. */
    void awaitNobody() {
        await(() -> metrics().connections() == 0);
    }

    /** The code of the CLOSE that {@code client} is sent; null if the registry has no such code. */
    static @Nullable CloseCode closeCode(RawClient client) throws IOException {
        return CloseCode.of(client.await(Frame.Close.class).code());
    }

    @Override
    public void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        gateway.close();
        loops.close();
        certificates.forEach(ServerTls::close);
    }
}
