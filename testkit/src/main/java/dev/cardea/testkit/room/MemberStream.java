package dev.cardea.testkit.room;

import dev.cardea.room.Recovery;
import dev.cardea.room.RoomType;
import dev.cardea.room.table.ReplicaSet;
import dev.cardea.session.Identity;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.testkit.SimWorld;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.MalformedException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A member's half of the room's stream: how far it was received, and what it said that is not known
 * to be applied. Confined to the test. It follows the rules of a client (docs/PROTOCOL.md,
 * "Streams") and fails the test if the room's half does not.
 */
final class MemberStream<I, O> {
    /** Message id 0 and nothing else. */
    private static final Bytes LEAVE = Bytes.copyOf(new byte[] {0});

    private final RoomTurns<I, O, ?> room;
    private final SimWorld world;
    private final SimNetwork network;
    private final RoomType<I, O, ?> type;
    private final SessionId session;
    private final Identity who;
    private final ReplicaSet replicas;
    private final UnappliedInputs inputs = new UnappliedInputs();
    private final List<O> outputs = new ArrayList<>();
    private @Nullable MemberConnection connection;
    private Position position = Position.NEW;
    private int attempt;
    private int seat;

    /** Inputs may go up: the room has answered on this connection. */
    private boolean attached;

    private boolean live;
    private @Nullable Recovery recovery;
    private @Nullable Gone gone;

    MemberStream(RoomTurns<I, O, ?> room, SimWorld world, RoomSetup<I, O, ?> setup, Identity who) {
        this.room = room;
        this.world = world;
        this.network = setup.network();
        this.type = setup.type();
        this.session = SessionId.random(world.random());
        this.who = who;
        this.replicas = new ReplicaSet(type.tables());
    }

    SessionId session() {
        return session;
    }

    Identity who() {
        return who;
    }

    int seat() {
        return seat;
    }

    boolean connected() {
        return connection != null;
    }

    /** Whether it has all that the room has said. */
    boolean live() {
        return live;
    }

    @Nullable Gone gone() {
        return gone;
    }

    /** What it knew at its last ATTACHED. */
    @Nullable Recovery recovery() {
        return recovery;
    }

    ReplicaSet replicas() {
        return replicas;
    }

    List<O> outputs() {
        return outputs;
    }

    int unapplied() {
        return inputs.size();
    }

    /** Whether that is the connection which it has now. */
    @SuppressWarnings("ReferenceEquality") // a connection is its object
    boolean has(@Nullable MemberConnection other) {
        return connection == other;
    }

    @Nullable MemberConnection connection() {
        return connection;
    }

    // ---- connections ----

    /** Connects and goes on from where it was. */
    void connect() {
        attempt++;
        NetworkPath up = new NetworkPath(world, network);
        NetworkPath down = new NetworkPath(world, network);
        MemberConnection[] made = new MemberConnection[1];
        MemberConnection opened =
                new MemberConnection(
                        room,
                        new MemberConnection.Wires(up, down),
                        new MemberConnection.Caller(session, who, attempt),
                        new MemberConnection.Ends(
                                (frame, body) -> receive(made[0], frame, body), this::heard));
        made[0] = opened;
        connection = opened;
        opened.attach(position);
    }

    /** Forgets all that it knows, as an application does that was started anew. */
    void forget() {
        position = Position.none(position.epoch());
        replicas.clear();
    }

    /** The connection breaks. */
    void cut() {
        MemberConnection broken = connection;
        connection = null;
        attached = false;
        live = false;
        if (broken != null) {
            broken.cut();
        }
    }

    // ---- up ----

    void send(I input) {
        say(Survival.encode(type.inputs(), input));
    }

    void leave() {
        say(LEAVE);
    }

    private void say(Bytes body) {
        int n = inputs.add(body);
        if (attached) {
            send(n, body);
        }
    }

    private void send(int n, Bytes body) {
        MemberConnection now = connection;
        if (now != null) {
            now.input(seat, n, body, this::read);
        }
    }

    private @Nullable Object read(Bytes body) {
        return body.equals(LEAVE)
                ? null
                : Survival.decode(type.inputs(), body, "an input of " + who.name());
    }

    // ---- down ----

    private void receive(@Nullable MemberConnection from, LinkFrame frame, ByteBuf body) {
        if (has(from) && gone == null) {
            take(frame, body);
        }
    }

    private void take(LinkFrame frame, ByteBuf body) {
        switch (frame) {
            case LinkFrame.Attached f -> attached(f);
            case LinkFrame.State f -> state(f, body);
            case LinkFrame.Patch f -> patch(f, body);
            case LinkFrame.Event f -> hear(f.seq(), body);
            case LinkFrame.Replay f -> hear(f.seq(), body);
            case LinkFrame.Passing _ -> pass(body);
            case LinkFrame.Synced _ -> live = true;
            case LinkFrame.Applied f -> inputs.applied(f.n());
            case LinkFrame.Again _ -> again();
            case LinkFrame.Gone f -> end(f);
            case LinkFrame.Superseded _, LinkFrame.End _ -> {}
            default -> throw new AssertionError("not for a member of a room: " + frame);
        }
    }

    private void attached(LinkFrame.Attached frame) {
        recovery = frame.fresh() ? Recovery.FRESH : Recovery.RECOVERED;
        seat = frame.seat();
        attached = true;
        if (frame.fresh()) {
            position = Position.none(frame.epoch());
            replicas.clear();
        }
        inputs.applied(frame.applied());
        inputs.resend(this::send);
    }

    private void state(LinkFrame.State frame, ByteBuf body) {
        apply(body);
        if (frame.last()) {
            position = Position.at(position.epoch(), seat, frame.seq());
        }
    }

    private void patch(LinkFrame.Patch frame, ByteBuf body) {
        apply(body);
        if (!frame.more()) {
            move(frame.seq());
        }
    }

    private void apply(ByteBuf body) {
        try {
            replicas.apply(body);
        } catch (MalformedException malformed) {
            throw new AssertionError(
                    "rows do not survive their codec: %s cannot read them, %s"
                            .formatted(who.name(), malformed.kind()),
                    malformed);
        }
    }

    private void hear(long seq, ByteBuf body) {
        keep(body);
        move(seq);
    }

    private void pass(ByteBuf body) {
        boolean lost = network.loss() > 0 && world.random().nextDouble() < network.loss();
        if (position.held() && !lost) {
            keep(body);
        }
    }

    private void keep(ByteBuf body) {
        if (outputs.size() >= SimMember.OUTPUTS_MAX) {
            throw new IllegalStateException(
                    who.name() + " has heard too much to keep: call takeOutputs() now and then");
        }
        outputs.add(Survival.decode(type.outputs(), Bytes.of(body), "an output to " + who.name()));
    }

    private void move(long seq) {
        if (!position.held() || seq <= position.seq()) {
            throw new AssertionError("number " + seq + " after " + position);
        }
        position = Position.at(position.epoch(), seat, seq);
    }

    private void again() {
        live = false;
        attached = false;
        MemberConnection now = connection;
        if (now != null) {
            now.attach(position);
        }
    }

    private void end(LinkFrame.Gone frame) {
        GoneReason reason = GoneReason.of(frame.reason());
        if (reason == null) {
            throw new AssertionError("no reason of that number: " + frame);
        }
        gone = new Gone(reason, frame.text());
        live = false;
        attached = false;
        connection = null;
    }

    // ---- for a witness ----

    private void heard(LinkFrame frame, Bytes body) {
        switch (frame) {
            case LinkFrame.Event _, LinkFrame.Replay _, LinkFrame.Passing _ ->
                    room.witness()
                            .said(
                                    "said to " + who.name(),
                                    body,
                                    () -> Survival.decode(type.outputs(), body, "it").toString());
            case LinkFrame.Gone f ->
                    room.witness().said("told " + who.name() + " gone", Bytes.EMPTY, f::toString);
            default -> {}
        }
    }
}
