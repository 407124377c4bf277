package dev.cardea.server.gateway;

import dev.cardea.session.Identity;
import dev.cardea.session.OwnerId;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.FrameBounds;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.ReplyStatus;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The client got WELCOME: its frames go to the node, and the node's to it. Confined to the loop.
 *
 * <p>It stands for (session, attempt); {@code ref} is what the link calls that.
 */
final class Open implements Phase {
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int RETRY_AFTER_MILLIS = 500;

    private final GatewayConnection connection;
    private final GatewayLoop loop;
    private final int ref;
    private final SessionId session;
    private final int attempt;
    private final Identity who;
    private final RoundTrip roundTrip;
    private final List<ClientStream> streams = new ArrayList<>(2);
    private long renewAtSeconds;

    /** The link that OPEN was sent on, by its number; the uplink's to keep. */
    int announcedOn;

    Open(GatewayConnection connection, int ref, SessionId session, int attempt, Identity who) {
        this.connection = connection;
        this.loop = connection.loop();
        this.ref = ref;
        this.session = session;
        this.attempt = attempt;
        this.who = who;
        this.roundTrip = new RoundTrip(loop.limits().liveness().ping().toNanos(), loop.alive());
    }

    GatewayConnection connection() {
        return connection;
    }

    int ref() {
        return ref;
    }

    SessionId session() {
        return session;
    }

    int attempt() {
        return attempt;
    }

    /** What the link is told of it before anything else. */
    LinkFrame.Open announcement() {
        return new LinkFrame.Open(ref, session, attempt, who);
    }

    RoundTrip roundTrip() {
        return roundTrip;
    }

    // ---- beginning ----

    /** Says WELCOME, and asks for the streams that HELLO named and for the agent's. */
    void begin(List<Frame.Stream> wanted) {
        long nowMicros = loop.wallMicros();
        GatewayLimits.Liveness liveness = loop.limits().liveness();
        renewAfter(nowMicros / MICROS_PER_SECOND);
        connection.send(
                new Frame.Welcome(
                        session,
                        loop.keys().issue(session, who, nowMicros / MICROS_PER_SECOND),
                        loop.keys().lifetimeSeconds(),
                        nowMicros,
                        (int) liveness.ping().toMillis(),
                        (int) liveness.idle().toMillis(),
                        loop.announcedLimits(),
                        who.account(),
                        who.name(),
                        loop.name()));
        attach(new Frame.Stream("", agentPosition(wanted)));
        for (Frame.Stream stream : wanted) {
            if (!isOwnAgent(stream.owner())) {
                attach(stream);
            }
        }
    }

    private Position agentPosition(List<Frame.Stream> wanted) {
        for (Frame.Stream stream : wanted) {
            if (isOwnAgent(stream.owner())) {
                return stream.position();
            }
        }
        return Position.NEW;
    }

    private boolean isOwnAgent(String owner) {
        return owner.isEmpty() || owner.equals(agentName());
    }

    private String agentName() {
        return OwnerId.AGENT_TYPE + '/' + who.account();
    }

    // ---- from the client ----

    @Override
    public void read(ByteBuf frame) {
        if (frame.readableBytes() > loop.limits().frames().inBytesMax()) {
            connection.close(CloseCode.FRAME_TOO_LARGE);
            return;
        }
        switch (Frame.read(frame)) {
            case Frame.Request request -> request(request, frame);
            case Frame.Input input -> input(input, frame);
            case Frame.Ping ping ->
                    connection.send(new Frame.Pong(ping.t0(), loop.wallMicros(), 0));
            case Frame.Pong pong ->
                    roundTrip.ponged(pong.t0(), pong.holdMicros(), loop.nanos() / 1_000);
            case Frame.Attach attach -> attach(attach.stream());
            case Frame.Cancel cancel ->
                    loop.uplink().send(this, new LinkFrame.Cancel(ref, cancel.correlation()), null);
            case Frame.Close close -> connection.hungUp();
            case Frame.Hello hello -> {
                loop.metrics().count(GatewayCounter.OUT_OF_ORDER);
                connection.close(CloseCode.PROTOCOL_ERROR, "a second HELLO");
            }
            default -> {
                loop.metrics().count(GatewayCounter.FORBIDDEN_FRAME);
                connection.close(CloseCode.PROTOCOL_ERROR, "a frame that only servers send");
            }
        }
    }

    private void request(Frame.Request request, ByteBuf body) {
        LinkFrame.Request forwarded =
                new LinkFrame.Request(
                        ref,
                        request.correlation(),
                        request.retry(),
                        request.deadlineMillis(),
                        request.route());
        if (!loop.uplink().send(this, forwarded, body)) {
            loop.metrics().count(GatewayCounter.UNAVAILABLE_ANSWERED);
            connection.send(
                    new Frame.Reply(
                            request.correlation(), ReplyStatus.UNAVAILABLE, RETRY_AFTER_MILLIS));
        }
    }

    /** R13: only for the channel and seat that are attached. The agent takes none. */
    private void input(Frame.Input input, ByteBuf body) {
        ClientStream stream = input.channel() == 0 ? null : onChannel(input.channel());
        OwnerChannel channel = stream == null ? null : stream.channel();
        if (stream == null || channel == null || (stream.seat() & 0xFF) != input.seat()) {
            loop.metrics().count(GatewayCounter.INPUT_DROPPED);
            return;
        }
        LinkFrame.Input forwarded =
                new LinkFrame.Input(ref, channel.ownerRef(), input.base(), input.seat(), input.n());
        if (!loop.uplink().send(this, forwarded, body)) {
            // Lost on the way, like the rest of a link that breaks: the client sends it again when
            // it hears ATTACHED.
            loop.metrics().count(GatewayCounter.INPUT_DROPPED);
            loop.need(stream);
        }
    }

    private @Nullable ClientStream onChannel(int number) {
        for (ClientStream stream : streams) {
            OwnerChannel channel = stream.channel();
            if (channel != null && channel.number() == number) {
                return stream;
            }
        }
        return null;
    }

    private void attach(Frame.Stream wanted) {
        String owner = isOwnAgent(wanted.owner()) ? agentName() : wanted.owner();
        ClientStream known = stream(owner);
        if (known != null) {
            loop.leave(known.restart(wanted.position()), known);
            loop.ask(known);
        } else if (mayAttach(owner)) {
            ClientStream stream = new ClientStream(this, owner, wanted.position());
            streams.add(stream);
            loop.ask(stream);
        }
    }

    private boolean mayAttach(String owner) {
        if (owner.equals(agentName())) {
            return true;
        }
        if (streams.size() > FrameBounds.STREAMS_MAX) { // the agent does not count
            return refused(owner, GatewayCounter.TOO_MANY_STREAMS, GoneReason.FORBIDDEN);
        }
        try {
            return !OwnerId.parse(owner).isAgent()
                    || refused(owner, GatewayCounter.FORBIDDEN_OWNER, GoneReason.FORBIDDEN);
        } catch (IllegalArgumentException notOne) {
            return refused(owner, GatewayCounter.UNKNOWN_OWNER_NAME, GoneReason.NO_SUCH_OWNER);
        }
    }

    private boolean refused(String owner, GatewayCounter counter, GoneReason why) {
        loop.metrics().count(counter);
        connection.send(new Frame.Gone(owner, why.number(), why.text()));
        return false;
    }

    // ---- streams ----

    /** The stream of that owner, or null. */
    @Nullable ClientStream stream(String owner) {
        for (ClientStream stream : streams) {
            if (stream.owner().equals(owner)) {
                return stream;
            }
        }
        return null;
    }

    /** The stream that is attached to that owner, or null. */
    @Nullable ClientStream attachedTo(int ownerRef) {
        for (ClientStream stream : streams) {
            OwnerChannel channel = stream.channel();
            if (channel != null && channel.ownerRef() == ownerRef) {
                return stream;
            }
        }
        return null;
    }

    /** All of them. A view. */
    List<ClientStream> streams() {
        return streams;
    }

    /** The membership ended: the stream is forgotten, the client told. */
    void gone(ClientStream stream, LinkFrame.Gone why) {
        loop.leave(stream.needs(), stream);
        streams.remove(stream);
        String owner = stream.isAgent() ? "" : stream.owner();
        connection.send(new Frame.Gone(owner, why.reason(), why.text()));
    }

    // ---- time and end ----

    @Override
    public long visit(long aliveNanos) {
        long idle = loop.limits().liveness().idle().toNanos();
        CloseCode overdue = connection.overdue(aliveNanos, idle);
        if (overdue != null) {
            connection.close(overdue);
            return -1;
        }
        if (aliveNanos >= roundTrip.nextPingAlive()) {
            long t0 = loop.nanos() / 1_000;
            roundTrip.pinged(t0, aliveNanos);
            connection.send(new Frame.Ping(t0));
            renewToken();
        }
        long next = Math.min(roundTrip.nextPingAlive(), connection.deadlineAlive(aliveNanos, idle));
        return connection.closed() ? -1 : Math.max(0, next - aliveNanos);
    }

    private void renewToken() {
        long now = loop.wallMicros() / MICROS_PER_SECOND;
        if (now >= renewAtSeconds) {
            renewAfter(now);
            connection.send(
                    new Frame.Auth(
                            loop.keys().lifetimeSeconds(), loop.keys().issue(session, who, now)));
        }
    }

    private void renewAfter(long nowSeconds) {
        renewAtSeconds = nowSeconds + Math.max(1, loop.keys().lifetimeSeconds() / 2);
    }

    @Override
    public void leave() {
        for (ClientStream stream : streams) {
            loop.leave(stream.needs(), stream);
        }
        streams.clear();
        loop.closed(this);
    }
}
