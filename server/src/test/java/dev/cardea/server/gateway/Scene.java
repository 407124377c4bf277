package dev.cardea.server.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cardea.session.Position;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Frame;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;

/** A gateway loop with a node behind it and clients before it, without sockets and threads. */
final class Scene {
    static final byte[] KEY = "0123456789abcdef0123456789abcdef".getBytes(US_ASCII);
    static final String ROOM = "chat/lobby";
    static final int ROOM_REF = 900;
    static final long EPOCH = 7L << 32;

    final StepLoop loop = new StepLoop();
    final FakeNode node = new FakeNode(loop);
    final GatewayShared shared;
    final GatewayLoop gateway;
    private int agentRefs = 100;

    Scene() {
        this(GatewayLimits.DEFAULT);
    }

    Scene(GatewayLimits limits) {
        this(limits, List.of(new DevelopmentAuthenticator()), Runnable::run);
    }

    Scene(GatewayLimits limits, List<Authenticator> authenticators, Executor judging) {
        shared =
                new GatewayShared(
                        new GatewaySpec("g1", limits, keys(KEY), authenticators, judging));
        gateway = new GatewayLoop(loop, shared, node, new Random(42));
    }

    static TokenKeys keys(byte[]... keys) {
        return new TokenKeys(List.of(keys), Duration.ofHours(1));
    }

    GatewayMetrics metrics() {
        return shared.metrics();
    }

    FakeClient connect() {
        return connect("192.0.2.1");
    }

    FakeClient connect(String address) {
        return new FakeClient(loop, address).connectTo(gateway);
    }

    /** A client that got WELCOME, and whose agent is attached. */
    FakeClient signedIn(String name) {
        FakeClient client = connect();
        client.hello(name);
        answer(node.last(LinkFrame.Attach.class), ++agentRefs);
        client.took();
        return client;
    }

    /** Answers ATTACH with a fresh state, as an owner does that has said nothing yet. */
    void answer(LinkFrame.Attach attach, int ownerRef) {
        node.send(attached(attach, ownerRef, true, EPOCH, 10));
        node.send(new LinkFrame.State(attach.ref(), ownerRef, true, 10));
        node.send(new LinkFrame.Synced(attach.ref(), attach.attachId(), ownerRef));
    }

    static LinkFrame.Attached attached(
            LinkFrame.Attach to, int ownerRef, boolean fresh, long epoch, long seq) {
        return new LinkFrame.Attached(
                to.ref(),
                to.attachId(),
                ownerRef,
                fresh,
                to.owner(),
                epoch,
                3,
                seq,
                0,
                99,
                0,
                0,
                seq);
    }

    /** Brings {@code client} into the room; the node's part of it included. */
    LinkFrame.Attach enterRoom(FakeClient client) {
        client.attach(ROOM, Position.NEW);
        LinkFrame.Attach attach = node.last(LinkFrame.Attach.class);
        answer(attach, ROOM_REF);
        return attach;
    }

    /** The channel that the client was given last. */
    static int channel(FakeClient client) {
        return client.last(Frame.Attached.class).channel();
    }
}
