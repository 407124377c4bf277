package dev.cardea.client.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.Endpoint;
import dev.cardea.session.SessionId;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.ReplyStatus;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A client session, a scripted server, and what the game was told. The server speaks frames; the
 * test decides which.
 */
final class Scene {
    static final String ROOM = "chat/lobby";
    static final long EPOCH = 0x1_0000_0007L;
    static final int CHANNEL = 9;
    static final int SEAT = 3;
    static final Frame.Limits LIMITS = new Frame.Limits(65536, 131072, 100, 200, 65536, 131072);

    final ManualLoop loop = new ManualLoop();
    final FakeServer server = new FakeServer(loop);
    final Journal told = new Journal();
    final Journal room = new Journal();
    final ClientSession session;
    private @Nullable FakeConnection connection;
    private @Nullable Membership membership;

    Scene() {
        this("tcp://one:1", "tcp://two:2");
    }

    Scene(String... endpoints) {
        ClientSpec spec =
                new ClientSpec(
                        List.of(endpoints).stream().map(Endpoint::parse).toList(),
                        new Frame.Credential("dev", Bytes.copyOf("ann".getBytes(UTF_8))),
                        "test",
                        Duration.ofSeconds(20).toNanos(),
                        Duration.ofSeconds(10).toNanos(),
                        Duration.ofSeconds(15).toNanos());
        session = new ClientSession(loop, server, new SplittableRandom(7), spec, told);
    }

    /** The connection that was made last. */
    FakeConnection connection() {
        FakeConnection current = connection;
        assertThat(current).isNotNull();
        if (current == null) {
            throw new AssertionError();
        }
        return current;
    }

    Membership membership() {
        Membership current = membership;
        if (current == null) {
            throw new AssertionError("no membership");
        }
        return current;
    }

    /** Signs in. */
    Scene open() {
        session.connect();
        dialled().say(welcome());
        return this;
    }

    /** Takes the client's call. */
    FakeConnection dialled() {
        FakeConnection fresh = server.accept();
        connection = fresh;
        return fresh;
    }

    /** The way breaks, and the client comes back as far as WELCOME. */
    FakeConnection reconnected() {
        cut();
        return redialled();
    }

    void cut() {
        connection().cut();
    }

    FakeConnection redialled() {
        for (int i = 0; !server.rings() && i < 1500; i++) {
            loop.advance(Duration.ofMillis(10));
        }
        FakeConnection fresh = dialled();
        fresh.say(welcome());
        return fresh;
    }

    /** Joins the room and receives a full state up to {@code seq}. */
    Scene member(long seq) {
        join();
        seated();
        connection().say(attachedFresh(EPOCH, SEAT, seq, 0));
        connection().say(new Frame.State(CHANNEL, true, seq));
        return this;
    }

    void join() {
        membership =
                session.join("chat", "lobby", Bytes.EMPTY, Duration.ofSeconds(10).toNanos(), room);
        loop.settle();
    }

    void watch() {
        membership =
                session.watch("chat", "lobby", Bytes.EMPTY, Duration.ofSeconds(10).toNanos(), room);
        loop.settle();
    }

    /** Answers the request for a seat. */
    void seated() {
        seated(Memberships.ROUTE_JOIN);
    }

    /** Answers the request for a seat, which came by that route. */
    void seated(int route) {
        List<Frame.Request> requests = connection().heard(Frame.Request.class);
        int correlation = requests.getLast().correlation();
        assertThat(requests.getLast().route()).isEqualTo(route);
        String body = (char) ROOM.length() + ROOM;
        connection().say(new Frame.Reply(correlation, ReplyStatus.OK, 0), body);
    }

    Offer send(String body) {
        Offer offer = membership().offer(Bytes.copyOf(body.getBytes(UTF_8)));
        loop.settle();
        return offer;
    }

    void event(long seq, String body) {
        connection().say(Frame.Event.reliable(CHANNEL, (int) seq), body);
    }

    void applied(int n) {
        connection().say(new Frame.Applied(CHANNEL, SEAT, n));
    }

    /** How the newest HELLO names the room, or null if it does not. */
    Frame.@Nullable Stream helloStream() {
        return hello().streams().stream()
                .filter(stream -> stream.owner().equals(ROOM))
                .findFirst()
                .orElse(null);
    }

    Frame.Hello hello() {
        return connection().heard(Frame.Hello.class).getFirst();
    }

    static Frame.Welcome welcome() {
        return new Frame.Welcome(
                new SessionId(1, 2),
                Bytes.copyOf("token".getBytes(UTF_8)),
                3600,
                ManualLoop.WALL_START_MICROS,
                5000,
                15000,
                LIMITS,
                "ann",
                "Ann",
                "gw");
    }

    static Frame.Attached attachedFresh(long epoch, int seat, long seq, int applied) {
        return attached(CHANNEL, true, epoch, new At(seat, seq, applied));
    }

    static Frame.Attached attachedRecovered(long seq, int applied) {
        return attached(CHANNEL, false, EPOCH, new At(SEAT, seq, applied));
    }

    /** Where an ATTACHED stands. */
    record At(int seat, long seq, int applied) {}

    static Frame.Attached attached(int channel, boolean fresh, long epoch, At at) {
        return new Frame.Attached(
                channel, fresh, ROOM, "chat", epoch, at.seat(), at.seq(), at.applied(), 0, 0, 0, 0);
    }

    static Frame.Gone gone(GoneReason reason) {
        return new Frame.Gone(ROOM, reason.number(), reason.text());
    }

    static Frame.Close close(CloseCode code) {
        return Frame.Close.of(code, 0, code.text());
    }
}
