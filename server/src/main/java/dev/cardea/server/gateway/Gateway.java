package dev.cardea.server.gateway;

import dev.cardea.net.Acceptor;
import dev.cardea.net.Loop;
import dev.cardea.net.channel.ChannelLoop;
import dev.cardea.net.channel.ChannelStarter;
import dev.cardea.net.channel.EventLoops;
import dev.cardea.net.channel.Listener;
import dev.cardea.net.channel.ServerTls;
import dev.cardea.net.channel.SocketLimits;
import dev.cardea.net.tcp.TcpTransport;
import dev.cardea.net.websocket.HttpPages;
import dev.cardea.net.websocket.WebSocketLimits;
import dev.cardea.net.websocket.WebSocketTransport;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway: one {@link GatewayLoop} on each event loop, and listeners that spread connections over
 * them. Safe from any thread.
 */
public final class Gateway implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);
    private static final int SUMMARY_SECONDS = 10;
    private static final int POLL_MILLIS = 50;

    private final EventLoops eventLoops;
    private final GatewayShared shared;
    private final SocketLimits sockets;
    private final Map<Loop, GatewayLoop> loops = new HashMap<>();
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private volatile boolean ready = true;

    /**
     * @param eventLoops where it runs; the caller's to close, after the gateway
     * @param links how each loop reaches the node
     */
    public Gateway(
            EventLoops eventLoops, GatewaySpec spec, SocketLimits sockets, LinkFactory links) {
        this.eventLoops = eventLoops;
        this.sockets = sockets;
        this.shared = new GatewayShared(spec);
        SecureRandom random = new SecureRandom();
        for (ChannelLoop loop : eventLoops.loops()) {
            loops.put(loop, new GatewayLoop(loop, shared, links, random));
        }
        FaultSummary summary = new FaultSummary(shared.metrics(), LOG::info);
        var _ =
                eventLoops
                        .group()
                        .next()
                        .scheduleWithFixedDelay(
                                summary::look, SUMMARY_SECONDS, SUMMARY_SECONDS, TimeUnit.SECONDS);
    }

    // ---- listeners ----

    /**
     * Listens for native clients.
     *
     * @param tls null for plain TCP
     * @throws IOException if the address cannot be bound
     */
    public Listener listenTcp(InetSocketAddress address, @Nullable ServerTls tls)
            throws IOException {
        return listen(
                address, TcpTransport.server(context(tls), helloBytesMax(), this::acceptorOf));
    }

    /**
     * Listens for browsers.
     *
     * @param tls null for ws and http
     * @param origins other origins whose pages may connect
     * @param pages what is served besides WebSocket
     * @throws IOException if the address cannot be bound
     */
    public Listener listenWebSocket(
            InetSocketAddress address,
            @Nullable ServerTls tls,
            Set<String> origins,
            HttpPages pages)
            throws IOException {
        WebSocketLimits limits = new WebSocketLimits(helloBytesMax(), origins);
        return listen(
                address, new WebSocketTransport(context(tls), limits, pages, this::acceptorOf));
    }

    private static @Nullable SslContext context(@Nullable ServerTls tls) {
        return tls == null ? null : tls.context();
    }

    private Listener listen(InetSocketAddress address, ChannelStarter starter) throws IOException {
        Listener listener = Listener.bind(eventLoops, address, sockets, starter);
        listeners.add(listener);
        return listener;
    }

    private int helloBytesMax() {
        return shared.limits().frames().helloBytesMax();
    }

    private Acceptor acceptorOf(Loop loop) {
        GatewayLoop acceptor = loops.get(loop);
        if (acceptor == null) {
            throw new IllegalStateException("a connection on a loop of somebody else");
        }
        return acceptor;
    }

    // ---- what it says of itself ----

    /** Its counters. */
    public GatewayMetrics metrics() {
        return shared.metrics();
    }

    /** Whether it takes new clients. */
    public boolean ready() {
        return ready;
    }

    // ---- end ----

    /**
     * Stops accepting, and asks all clients to go elsewhere, spread over {@code windowMillis}.
     *
     * @param deadlineMillis when who is still here is closed
     * @return done when the last connection is gone, or a little after the deadline
     */
    public CompletableFuture<Void> drain(int windowMillis, int deadlineMillis) {
        ready = false;
        listeners.forEach(Listener::close);
        listeners.clear();
        loops.values().forEach(loop -> loop.drain(windowMillis, deadlineMillis));
        CompletableFuture<Void> gone = new CompletableFuture<>();
        Loop clock = eventLoops.loops().getFirst();
        long endNanos = clock.nanos() + TimeUnit.MILLISECONDS.toNanos(deadlineMillis + 1_500L);
        clock.execute(() -> awaitEmpty(clock, endNanos, gone));
        return gone;
    }

    private void awaitEmpty(Loop clock, long endNanos, CompletableFuture<Void> gone) {
        if (shared.metrics().connections() == 0 || clock.nanos() - endNanos >= 0) {
            gone.complete(null);
        } else {
            long pause = TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS);
            var _ = clock.after(pause, () -> awaitEmpty(clock, endNanos, gone));
        }
    }

    /** Stops accepting and cuts the links; connections end with the event loops. */
    @Override
    public void close() {
        ready = false;
        listeners.forEach(Listener::close);
        listeners.clear();
        loops.values().forEach(GatewayLoop::closeLink);
    }
}
