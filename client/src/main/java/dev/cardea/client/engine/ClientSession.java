package dev.cardea.client.engine;

import dev.cardea.net.Connection;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.Dialer;
import dev.cardea.net.Endpoint;
import dev.cardea.net.Loop;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A session as its client sees it: it signs in once, and outlives its connections. Confined to its
 * loop, but for the methods that say otherwise.
 *
 * <pre>
 *  connect -> dial -> HELLO(attempt + 1) -> WELCOME: open -> ...
 *                ^                                            |
 *                +-- wait with jitter <-- cut, silence, CLOSE(retry), violation
 *  GOAWAY: dial again while open; from the new HELLO on only the new connection counts (R16)
 *  CLOSE without retry (SUPERSEDED, AUTH_FAILED, BANNED, ...), close(): over, and the game is told
 * </pre>
 */
public final class ClientSession {
    /** The largest frame that a server may send, in bytes. */
    public static final int FRAME_BYTES_MAX = ClientConnection.FRAME_BYTES_MAX;

    /** Violations in a row after which the server is given up. */
    static final int VIOLATIONS_MAX = 3;

    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final long STEADY_NANOS = 60_000 * NANOS_PER_MILLI;

    private final Loop loop;
    private final ClientSpec spec;
    private final SessionHandler handler;
    private final Endpoints endpoints;
    private final Backoff backoff;
    private final Ticket ticket = new Ticket();
    private final ClientStreams streams = new ClientStreams();
    private final ClientRequests requests;
    private final Memberships memberships;
    private final Heartbeat heartbeat;
    private final Redial redial;

    /** The connection that counts: the one of the newest HELLO. */
    private @Nullable ClientConnection current;

    /** The one before it, until the new one is welcome: muted, so that it ends unheard (R16). */
    private @Nullable ClientConnection retiring;

    private List<Frame.Stream> attachAfterWelcome = List.of();
    private Loop.@Nullable Timer handshakeTimer;
    private Loop.@Nullable Timer moveTimer;
    private Loop.@Nullable Timer firstConnectTimer;
    private boolean open;
    private boolean everOpen;
    private boolean closed;
    private long openedNanos;
    private int violations;
    private String lastTrouble = "no answer";

    /**
     * @param dialer opens connections, on {@code loop}
     * @param random for jitter
     */
    public ClientSession(
            Loop loop,
            Dialer dialer,
            RandomGenerator random,
            ClientSpec spec,
            SessionHandler handler) {
        this.loop = loop;
        this.spec = spec;
        this.handler = handler;
        endpoints = new Endpoints(spec.endpoints());
        backoff = new Backoff(random, spec.reconnectNanosMax());
        requests = new ClientRequests(loop);
        heartbeat = new Heartbeat(loop);
        Parts parts = new Parts(loop, dialer, random, endpoints, backoff, streams, requests);
        memberships = new Memberships(parts, this::attach);
        redial = new Redial(parts, new Dialed());
        streams.add(ClientStreams.AGENT, new Agent(handler)).want();
    }

    /** What the parts of a session share. */
    record Parts(
            Loop loop,
            Dialer dialer,
            RandomGenerator random,
            Endpoints endpoints,
            Backoff backoff,
            ClientStreams streams,
            ClientRequests requests) {}

    // ------------------------------------------------------------------ what the game asks for

    /** Begins to connect; the handler is told what comes of it. */
    public void connect() {
        firstConnectTimer = loop.after(spec.firstConnectNanos(), this::onFirstConnectTimeout);
        redial.now();
    }

    /** Leaves every room, says goodbye and is over. */
    public void close() {
        if (!closed) {
            memberships.leaveAll();
            finish(CloseCode.NORMAL, "closed by the game");
        }
    }

    /**
     * Asks for a seat in a room and joins it.
     *
     * @param type the room type's name
     * @param key which room of that type
     * @param options for the room, in the form that its type defines; empty for none
     * @param timeoutNanos how long the answer may take
     */
    public Membership join(
            String type, String key, Bytes options, long timeoutNanos, MemberHandler member) {
        int route = Memberships.ROUTE_JOIN;
        return begin(new Memberships.Join(route, type, key, options, timeoutNanos, member));
    }

    /** Asks for a spectator's seat in a room and takes it; like {@link #join}. */
    public Membership watch(
            String type, String key, Bytes options, long timeoutNanos, MemberHandler spectator) {
        int route = Memberships.ROUTE_WATCH;
        return begin(new Memberships.Join(route, type, key, options, timeoutNanos, spectator));
    }

    private Membership begin(Memberships.Join join) {
        Membership membership = memberships.join(join);
        if (closed) {
            membership.sessionClosed("the session is over");
        }
        return membership;
    }

    /**
     * Takes room for one request of {@code bytes}, to be followed by {@link #ask}. Any thread.
     *
     * @return false if too much is under way
     */
    public boolean reserveRequest(int bytes) {
        return requests.reserve(bytes);
    }

    /**
     * Asks a service; room was reserved before.
     *
     * @return the correlation, for {@link #cancel}
     */
    public int ask(int route, Bytes body, long timeoutNanos, ReplyHandler reply) {
        int correlation = requests.ask(new ClientRequests.Ask(route, body, timeoutNanos, reply));
        if (closed) {
            requests.closed("the session is over");
        }
        return correlation;
    }

    /** The answer is not wanted any more. */
    public void cancel(int correlation) {
        requests.cancel(correlation);
    }

    /** The smoothed round-trip time in microseconds, 0 before the first measurement. Any thread. */
    public long roundTripMicros() {
        return heartbeat.roundTripMicros();
    }

    /** The server's time now, microseconds of Unix time. Any thread. */
    public long serverMicros() {
        return heartbeat.serverMicros();
    }

    /** The number of the newest attempt to connect, 0 before the first. */
    public int attempt() {
        return ticket.attempt();
    }

    /** Whether the server can be reached at this moment. */
    public boolean isOpen() {
        return open;
    }

    // ------------------------------------------------------------------ connections

    private final class Dialed implements Redial.Listener {
        @Override
        public ConnectionHandler onDialed(Connection connection) {
            ClientConnection fresh = new ClientConnection(loop, connection, new Heard());
            greet(fresh);
            return fresh;
        }

        @Override
        public void onDialFailed(String why) {
            if (current == null) {
                reconnect(0, why);
            } else {
                redial.later(0);
            }
        }
    }

    private void greet(ClientConnection fresh) {
        retire();
        current = fresh;
        Bytes token = ticket.token();
        int room = token == null ? 0 : HelloSize.leftForStreams(token, spec.client());
        ClientStreams.Wanted wanted = streams.wanted(room);
        attachAfterWelcome = wanted.afterWelcome();
        Frame.Hello hello =
                new Frame.Hello(
                        ticket.nextAttempt(),
                        token == null ? spec.credential() : null,
                        token,
                        wanted.inHello(),
                        spec.client(),
                        0);
        fresh.send(hello, Uplink.NO_BODY);
        handshakeTimer =
                loop.after(spec.handshakeNanos(), () -> abandon(fresh, "no WELCOME in time"));
    }

    /** The connection that counted does so no more, but is kept until the next one is welcome. */
    private void retire() {
        ClientConnection old = current;
        dropCurrent();
        if (old != null) {
            old.mute();
            retiring = old;
        }
    }

    private void dropCurrent() {
        current = null;
        open = false;
        streams.detachAll();
        requests.disconnected();
        heartbeat.stop();
        handshakeTimer = cancelled(handshakeTimer);
        moveTimer = cancelled(moveTimer);
    }

    private static Loop.@Nullable Timer cancelled(Loop.@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
        return null;
    }

    private void abandon(ClientConnection connection, String why) {
        connection.abort();
        lost(0, why);
    }

    /** The current connection is gone; another one is needed. */
    private void lost(int retryAfterMillis, String why) {
        if (!open) {
            endpoints.advance();
        }
        dropCurrent();
        closeRetiring();
        reconnect(retryAfterMillis, why);
    }

    private void reconnect(int retryAfterMillis, String why) {
        lastTrouble = why;
        if (ticket.expired(loop.nanos())) {
            finish(CloseCode.AUTH_FAILED, "the session token expired while disconnected: " + why);
            return;
        }
        handler.onReconnecting(redial.later(retryAfterMillis), why);
    }

    private void closeRetiring() {
        if (retiring != null) {
            retiring.close(CloseCode.GOING_AWAY, "moved to another connection");
            retiring = null;
        }
    }

    private void onFirstConnectTimeout() {
        if (!everOpen && !closed) {
            finish(CloseCode.UNAVAILABLE, "could not connect: " + lastTrouble);
        }
    }

    private void finish(CloseCode code, String text) {
        finish(code, code.number(), text);
    }

    private void finish(CloseCode said, int code, String text) {
        if (closed) {
            return;
        }
        closed = true;
        redial.stop();
        firstConnectTimer = cancelled(firstConnectTimer);
        ClientConnection last = current;
        dropCurrent();
        closeRetiring();
        if (last != null) {
            last.close(said, text);
        }
        memberships.closed(text);
        requests.closed(text);
        handler.onClosed(code, text);
    }

    // ------------------------------------------------------------------ what is heard

    /** What the connection that counts hears; others are muted before they lose that. */
    private final class Heard implements FrameReceiver {
        @Override
        public void onFrame(ClientConnection from, Frame frame, ByteBuf body) {
            if (open) {
                opened(from, frame, body);
            } else {
                greeted(from, frame);
            }
        }

        @Override
        public void onViolation(ClientConnection from, CloseCode code, String what) {
            from.close(code, what);
            if (open && loop.nanos() - openedNanos > STEADY_NANOS) {
                violations = 0;
            }
            violations++;
            if (violations >= VIOLATIONS_MAX) {
                finish(code, what);
            } else {
                lost(0, what);
            }
        }

        @Override
        public void onDropped(ClientConnection from) {
            lost(0, "the connection broke");
        }
    }

    private void greeted(ClientConnection from, Frame frame) {
        switch (frame) {
            case Frame.Welcome welcome -> onWelcome(from, welcome);
            case Frame.Close close -> onClose(from, close);
            case Frame.Ping ping -> heartbeat.ping(from, ping);
            default -> throw forbidden(frame);
        }
    }

    private void opened(ClientConnection from, Frame frame, ByteBuf body) {
        switch (frame) {
            case Frame.Event event -> streams.event(event, body);
            case Frame.Patch patch -> streams.patch(patch, body);
            case Frame.Reply reply -> requests.reply(reply, body);
            case Frame.Applied applied -> streams.applied(applied);
            case Frame.State state -> streams.state(state, body);
            case Frame.Attached attached -> streams.attached(attached, from);
            case Frame.Gone gone -> memberships.gone(gone);
            case Frame.Ping ping -> heartbeat.ping(from, ping);
            case Frame.Pong pong -> onPong(pong);
            case Frame.Auth auth -> onAuth(auth);
            case Frame.GoAway goAway -> onGoAway(goAway);
            case Frame.Close close -> onClose(from, close);
            case Frame.Fault fault -> handler.onFault(fault);
            default -> throw forbidden(frame);
        }
    }

    private static ProtocolViolation forbidden(Frame frame) {
        return new ProtocolViolation(frame.getClass().getSimpleName() + " may not be said now");
    }

    private void onWelcome(ClientConnection from, Frame.Welcome welcome) {
        ticket.welcome(welcome, loop.nanos());
        handshakeTimer = cancelled(handshakeTimer);
        firstConnectTimer = cancelled(firstConnectTimer);
        closeRetiring();
        boolean resumed = everOpen;
        open = true;
        everOpen = true;
        openedNanos = loop.nanos();
        streams.account(welcome.account());
        heartbeat.start(from, welcome, () -> abandon(from, "nothing was heard for too long"));
        attachAfterWelcome.forEach(stream -> from.send(new Frame.Attach(stream), Uplink.NO_BODY));
        attachAfterWelcome = List.of();
        requests.connected(from);
        handler.onOpen(welcome, resumed);
    }

    private void attach(ClientStream stream) {
        stream.want();
        ClientConnection connection = current;
        if (connection != null && open) {
            connection.send(new Frame.Attach(stream.position()), Uplink.NO_BODY);
        }
    }

    private void onPong(Frame.Pong pong) {
        heartbeat.pong(pong);
        backoff.reset();
    }

    private void onAuth(Frame.Auth auth) {
        ticket.renew(auth.token(), auth.tokenLifetimeSeconds(), loop.nanos());
    }

    private void onClose(ClientConnection from, Frame.Close close) {
        from.abort();
        if ((close.flags() & CloseCode.Flags.RETRY) != 0) {
            lost(close.retryAfterMillis(), close.code() + " " + close.text());
        } else {
            finish(CloseCode.NORMAL, close.code(), close.text());
        }
    }

    private void onGoAway(Frame.GoAway goAway) {
        List<Endpoint> named = new ArrayList<>(goAway.endpoints().size());
        goAway.endpoints().forEach(text -> Endpoint.tryParse(text).ifPresent(named::add));
        endpoints.prefer(named.stream().filter(endpoints::isAsSecure).toList());
        moveTimer = cancelled(moveTimer);
        long millis =
                Math.min(
                        Integer.toUnsignedLong(goAway.afterMillis()),
                        Backoff.RETRY_AFTER_MILLIS_MAX);
        moveTimer = loop.after(millis * NANOS_PER_MILLI, redial::now);
    }
}
