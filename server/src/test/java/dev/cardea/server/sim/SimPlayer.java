package dev.cardea.server.sim;

import dev.cardea.client.engine.ClientSession;
import dev.cardea.client.engine.ClientSpec;
import dev.cardea.client.engine.MemberHandler;
import dev.cardea.client.engine.Membership;
import dev.cardea.client.engine.Offer;
import dev.cardea.client.engine.SessionHandler;
import dev.cardea.session.OwnerId;
import dev.cardea.testkit.SimLoop;
import dev.cardea.testkit.history.Fact;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A player in the simulation: the real client, and a game that joins a room, says something now and
 * then, and asks services. Confined to its loop.
 */
final class SimPlayer implements SessionHandler {
    private static final long MILLI = 1_000_000;
    private static final long JOIN_TIMEOUT_NANOS = 20_000 * MILLI;
    private static final long ASK_TIMEOUT_NANOS = 30_000 * MILLI;
    private static final long THINKING_NANOS_MAX = 250 * MILLI;

    private final SimCluster cluster;
    private final String name;
    private final SimLoop loop;
    private final ClientSession session;
    private @Nullable SimTap newest;
    private @Nullable Game game;
    private String client = "";

    /** The last connection that was attached to anything ended before the end of STATE. */
    private boolean awaitedState;

    /** The newest seat and acknowledged number, by owner. */
    private final Map<String, Fact.Acknowledged> acknowledged = new HashMap<>();

    private boolean playing = true;
    private boolean over;

    /** Inputs seen on the wire, and what number each has. */
    private final Map<Long, Fact.Sent> sent = new HashMap<>();

    SimPlayer(SimCluster cluster, String name) {
        this.cluster = cluster;
        this.name = name;
        this.loop = cluster.world().loop(name);
        Bytes proof = Bytes.copyOf(name.getBytes(StandardCharsets.UTF_8));
        ClientSpec spec =
                new ClientSpec(
                        cluster.endpoints(),
                        new Frame.Credential("dev", proof),
                        "sim",
                        600_000 * MILLI,
                        5_000 * MILLI,
                        4_000 * MILLI);
        this.session =
                new ClientSession(
                        loop,
                        (endpoint, handler) -> cluster.dial(this, endpoint, handler),
                        cluster.world().random(),
                        spec,
                        this);
    }

    SimCluster cluster() {
        return cluster;
    }

    String name() {
        return name;
    }

    SimLoop loop() {
        return loop;
    }

    /** The session's id, by which the judge knows it. */
    String client() {
        return client;
    }

    /** The connection of the newest HELLO, or null before the first. */
    @Nullable SimTap newest() {
        return newest;
    }

    /** Connects, and begins to play. */
    void start() {
        loop.run(session::connect);
    }

    /** Plays no more, but stays. */
    void rest() {
        playing = false;
    }

    /** Whether the session has ended for good. */
    boolean over() {
        return over;
    }

    ClientSession session() {
        return session;
    }

    // ---- what the tap tells ----

    boolean counts(SimTap tap) {
        return newest == tap;
    }

    void greeted(SimTap tap, int attempt) {
        noteHowItEnded(newest);
        newest = tap;
        if (!client.isEmpty()) {
            tell(new Fact.Greeted(client, attempt));
        }
    }

    private void noteHowItEnded(@Nullable SimTap last) {
        if (last == null) {
            return;
        }
        if (last.awaitsState()) {
            cluster.saw(Scenario.CUT_BEFORE_THE_END_OF_STATE);
        } else if (last.attachedToNothing() && awaitedState) {
            cluster.saw(Scenario.SECOND_CUT_BEFORE_ANYTHING_ARRIVES);
        }
        if (!last.welcome()) {
            cluster.saw(Scenario.CUT_BEFORE_WELCOME);
        } else if (last.attachedToNothing()) {
            cluster.saw(Scenario.CUT_BETWEEN_WELCOME_AND_ATTACHED);
        }
        awaitedState = last.awaitsState() || (awaitedState && last.attachedToNothing());
    }

    void welcome(String session, int attempt) {
        if (client.isEmpty()) {
            client = session;
            tell(new Fact.Greeted(client, attempt));
        }
    }

    /** What a frame calls that owner by: "" is the player's agent. */
    String owner(String named) {
        return named.isEmpty() ? OwnerId.agent(name).toString() : named;
    }

    void attached(String owner, Frame.Attached said) {
        if (leaving(owner)) {
            return;
        }
        tell(
                new Fact.Attached(
                        client,
                        owner,
                        said.fresh(),
                        said.epoch(),
                        said.seat(),
                        said.seq(),
                        said.applied()));
        Fact.Acknowledged before = acknowledged.get(owner);
        if (before != null && said.seat() < before.seat()) {
            cluster.saw(Scenario.CRASH_BACK_TO_AN_OLDER_SEAT);
        }
        told(owner, said.seat(), said.applied());
    }

    void sent(String owner, int seat, int n, long input) {
        if (!sent.containsKey(input)) {
            Fact.Sent fact = new Fact.Sent(client, owner, seat, n, input);
            sent.put(input, fact);
            tell(fact);
        } else {
            cluster.count("input sent again");
        }
    }

    void unseated(String owner) {
        acknowledged.remove(owner);
        tell(new Fact.Unseated(client, owner));
    }

    void stated(String owner, long seq) {
        if (!leaving(owner)) {
            tell(new Fact.Stated(client, owner, seq));
        }
    }

    void acknowledged(String owner, int seat, int n) {
        if (leaving(owner)) {
            return;
        }
        tell(new Fact.Acknowledged(client, owner, seat, n));
        told(owner, seat, n);
    }

    /** Whether the game has left that room: what comes of it until then is nobody's. */
    private boolean leaving(String owner) {
        Game at = game;
        return at != null && at.left && at.membership != null && isOf(at.membership, owner);
    }

    private static boolean isOf(Membership membership, String owner) {
        return membership.owner().equals(owner);
    }

    private void told(String owner, int seat, int n) {
        acknowledged.put(owner, new Fact.Acknowledged(client, owner, seat, n));
        settleInputs(owner, seat, n);
    }

    /** The newest input of that seat of which it knows that it was applied; -1: another seat. */
    int acknowledged(String owner, int seat) {
        Fact.Acknowledged known = acknowledged.get(owner);
        return known == null || known.seat() != seat ? -1 : known.n();
    }

    private void settleInputs(String owner, int seat, int n) {
        Game at = game;
        if (at != null && at.membership != null && isOf(at.membership, owner)) {
            at.waiting.removeIf(
                    input -> {
                        Fact.Sent one = sent.get(input);
                        return one != null && one.seat() == seat && one.n() <= n;
                    });
        }
    }

    void tell(Fact fact) {
        cluster.tell(fact);
    }

    // ---- the game ----

    /** One membership, as the game sees it. */
    private final class Game implements MemberHandler {
        private final Set<Long> waiting = new LinkedHashSet<>();
        private @Nullable Membership membership;
        private boolean joined;
        private boolean left;
        private boolean ended;

        @Override
        public void onJoined() {
            joined = true;
            cluster.count("joined");
        }

        @Override
        public void onRefused(int status, String text) {
            ended = true;
            cluster.count("join refused " + status);
            playAgain();
        }

        @Override
        public void onState(ByteBuf part) {}

        @Override
        public void onFresh() {}

        @Override
        public void onRecovered() {}

        @Override
        public void onMessage(ByteBuf body) {
            Membership of = membership;
            if (of != null && !SimBody.isPassing(body)) {
                tell(new Fact.Received(client, of.owner(), SimBody.number(body)));
            }
        }

        @Override
        public void onInputsLost(int count) {
            cluster.saw(Scenario.INPUT_FOR_A_MEMBERSHIP_THAT_ENDED);
            if (count != waiting.size()) {
                cluster.fail(name + " is told that " + count + " inputs are lost, not " + waiting);
            }
            waiting.clear();
        }

        @Override
        public void onGone(GoneReason reason, String text) {
            ended = true;
            joined = false;
            if (!waiting.isEmpty()) {
                cluster.saw(Scenario.INPUT_FOR_A_MEMBERSHIP_THAT_ENDED);
            }
            cluster.count("membership over: " + reason);
            playAgain();
        }
    }

    /** Says {@code count} things, if there is a room to say them in. */
    void speak(int count) {
        Game at = game;
        Membership member = at == null ? null : at.membership;
        if (at == null || member == null || !at.joined) {
            return;
        }
        for (int i = 0; i < count; i++) {
            long input = cluster.nextNumber();
            int padding = (int) cluster.world().between(0, 16);
            at.waiting.add(input);
            if (!(member.offer(SimBody.bytes(input, padding)) instanceof Offer.Accepted)) {
                at.waiting.remove(input);
                cluster.count("input refused by the client");
            }
        }
    }

    /** Leaves the room, in order after what was said; it joins again once it has left. */
    void leave() {
        Game at = game;
        if (at != null && at.membership != null && at.joined) {
            at.joined = false;
            at.left = true;
            cluster.count("left");
            if (!at.waiting.isEmpty()) {
                cluster.saw(Scenario.LEAVE_BEHIND_INPUTS);
            }
            at.waiting.clear();
            tell(new Fact.Unseated(client, at.membership.owner()));
            at.membership.leave();
        }
    }

    /** Joins the room of the run, unless it is a member. */
    void join() {
        Game at = game;
        if (over || (at != null && !at.ended)) {
            return;
        }
        Game fresh = new Game();
        game = fresh;
        OwnerId room = cluster.roomId();
        fresh.membership =
                session.join(room.type(), room.key(), Bytes.EMPTY, JOIN_TIMEOUT_NANOS, fresh);
    }

    private void playAgain() {
        loop.after(50 * MILLI, this::join);
    }

    /** Asks a service. */
    void ask(int route) {
        if (!session.reserveRequest(0)) {
            return;
        }
        int correlation =
                session.ask(
                        route,
                        Bytes.EMPTY,
                        ASK_TIMEOUT_NANOS,
                        (status, retry, body) -> {
                            cluster.count("reply " + status);
                            cluster.count("reply to a game's request");
                        });
        tell(new Fact.Asked(client, correlation, route != SimServices.IDEMPOTENT));
    }

    private void think() {
        if (over) {
            return;
        }
        if (playing) {
            act(cluster.world().random().nextInt(40));
        }
        loop.after(cluster.world().between(MILLI, THINKING_NANOS_MAX), this::think);
    }

    private void act(int dice) {
        switch (dice) {
            case 0 -> leave();
            case 1 -> ask(SimServices.PLAIN);
            case 2 -> ask(SimServices.IDEMPOTENT);
            case 3 -> ask(SimServices.DURABLE);
            case 4 -> speak(12);
            default -> speak(dice % 3);
        }
    }

    /** How it stands with an owner, when all is quiet. */
    Fact.Settled settled(String owner, boolean member, long epoch, int waiting) {
        SimTap tap = newest;
        boolean attached = tap != null && session.isOpen() && tap.attachedTo(owner);
        return new Fact.Settled(client, owner, member, attached, epoch, waiting);
    }

    /** Whether its game believes to be a member of the room. */
    boolean member() {
        return game != null && game.joined;
    }

    /** Inputs of which it does not know what became of them. */
    int waiting() {
        return game == null ? 0 : game.waiting.size();
    }

    // ---- the session ----

    @Override
    public void onOpen(Frame.Welcome welcome, boolean resumed) {
        if (!resumed) {
            join();
            think();
        }
    }

    @Override
    public void onReconnecting(long waitMillis, String why) {
        cluster.count("client reconnects");
        cluster.world().note(name + " reconnects: " + why);
    }

    @Override
    public void onClosed(int code, String text) {
        over = true;
        cluster.count("session over " + code);
        cluster.world().note(name + " is over: " + code + " " + text);
    }

    @Override
    public void onNotice(ByteBuf body) {
        if (!SimBody.isPassing(body)) {
            tell(new Fact.Received(client, OwnerId.agent(name).toString(), SimBody.number(body)));
        }
    }

    @Override
    public void onFault(Frame.Fault fault) {
        cluster.count("fault " + fault.code());
    }
}
