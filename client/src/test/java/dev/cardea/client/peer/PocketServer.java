package dev.cardea.client.peer;

import dev.cardea.net.Acceptor;
import dev.cardea.net.channel.ChannelLoop;
import dev.cardea.net.channel.ChannelStarter;
import dev.cardea.net.channel.EventLoops;
import dev.cardea.net.channel.Listener;
import dev.cardea.net.channel.SocketLimits;
import dev.cardea.net.channel.Tls;
import dev.cardea.net.tcp.TcpTransport;
import dev.cardea.net.websocket.HttpPages;
import dev.cardea.net.websocket.WebSocketLimits;
import dev.cardea.net.websocket.WebSocketTransport;
import dev.cardea.session.OwnerId;
import dev.cardea.session.SessionId;
import dev.cardea.stream.Epoch;
import dev.cardea.stream.OwnerSpec;
import dev.cardea.stream.OwnerStream;
import dev.cardea.stream.RingBudget;
import dev.cardea.stream.StreamLimits;
import dev.cardea.wire.Bytes;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A server with one room, one service and one thread: the real rules of an owner's streams behind
 * the least of a gateway. Its state is confined to its loop.
 */
public final class PocketServer implements AutoCloseable {
    static final int FRAME_BYTES_MAX = 64 * 1024;

    private final EventLoops loops = EventLoops.start(1, "pocket-server");
    private final List<Listener> listeners = new ArrayList<>();
    private final Map<Bytes, SessionId> tokens = new HashMap<>();
    private final Map<SessionId, String> names = new HashMap<>();
    private final Map<String, Integer> runs = new HashMap<>();
    private final Set<PocketConnection> connections = new LinkedHashSet<>();
    private final SplittableRandom random = new SplittableRandom(1);
    private final OwnerStream room =
            new OwnerStream(
                    OwnerSpec.of(
                            new OwnerId("chat", "lobby"),
                            Epoch.begin(1, random),
                            StreamLimits.DEFAULT,
                            new RingBudget(1 << 24),
                            System::nanoTime));

    /** Listens for records on TCP, or on TLS. */
    public int listenTcp(@Nullable TestCertificates certificates) throws IOException {
        return listen(TcpTransport.server(tls(certificates), FRAME_BYTES_MAX, loop -> acceptor()));
    }

    /** Listens for WebSockets, or for such on TLS. */
    public int listenWebSocket(@Nullable TestCertificates certificates) throws IOException {
        WebSocketLimits limits = new WebSocketLimits(FRAME_BYTES_MAX, Set.of());
        return listen(
                new WebSocketTransport(
                        tls(certificates), limits, HttpPages.NONE, loop -> acceptor()));
    }

    private int listen(ChannelStarter starter) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Listener listener = Listener.bind(loops, any, SocketLimits.DEFAULT, starter);
        listeners.add(listener);
        return listener.address().getPort();
    }

    private static @Nullable SslContext tls(@Nullable TestCertificates certificates)
            throws IOException {
        return certificates == null
                ? null
                : Tls.forServer(certificates.certificate(), certificates.key());
    }

    private Acceptor acceptor() {
        return connection -> {
            PocketConnection accepted = new PocketConnection(this, connection);
            connections.add(accepted);
            return accepted;
        };
    }

    /** Does something to every connection, on the loop, and waits for it. */
    public void toAll(Consumer<PocketConnection> what) {
        ChannelLoop loop = loops.loops().getFirst();
        CompletableFuture.runAsync(() -> List.copyOf(connections).forEach(what), loop::execute)
                .join();
    }

    // ---- for connections, on the loop

    OwnerStream room() {
        return room;
    }

    /** A new session of that player. */
    Bytes signIn(String name) {
        SessionId session = SessionId.random(random);
        Bytes token = Bytes.copyOf(session.toString().getBytes(StandardCharsets.US_ASCII));
        tokens.put(token, session);
        names.put(session, name);
        return token;
    }

    @Nullable SessionId session(Bytes token) {
        return tokens.get(token);
    }

    String name(SessionId session) {
        return names.getOrDefault(session, "?");
    }

    /** How often that question of that session has run, this time included. */
    int run(SessionId session, int correlation) {
        return runs.merge(session + "/" + correlation, 1, Integer::sum);
    }

    /** Ends a turn: all that was written goes out. */
    void turn() {
        while (room.flush()) {
            flushConnections();
        }
        flushConnections();
    }

    private void flushConnections() {
        connections.forEach(PocketConnection::flushOut);
    }

    void closed(PocketConnection connection) {
        connections.remove(connection);
        room.linkLost(connection);
    }

    @Override
    public void close() {
        listeners.forEach(Listener::close);
        loops.close();
    }
}
