package dev.cardea.server.sim;

import dev.cardea.room.Agents;
import dev.cardea.room.Rooms;
import dev.cardea.server.node.Node;
import dev.cardea.server.node.NodeSetup;
import dev.cardea.server.node.RoomWorkers;
import dev.cardea.service.Refusal;
import dev.cardea.service.Routes;
import dev.cardea.service.Service;
import dev.cardea.session.OwnerId;
import dev.cardea.testkit.SimLink;
import dev.cardea.testkit.SimLoop;
import dev.cardea.testkit.SimWorld;
import dev.cardea.wire.Id;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * One life of the server's own node in the simulation: its rooms on one loop, its services on
 * another, its links on the loops that they bring. Confined to the world.
 */
final class LiveNode {
    /** Must not run twice. */
    static final int PLAIN = 1024;

    /** May run twice. */
    static final int IDEMPOTENT = 1025;

    /** Answers on the link's loop; must not run twice. */
    static final int INLINE = 1026;

    /** Sends a notice to somebody's agent. */
    static final int WHISPER = 1027;

    /** Gives an event to a room. */
    static final int ANNOUNCE = 1028;

    /** Requests of players under way at once: few enough that some find no place. */
    private static final int PLACES = 3;

    /** A request. */
    record Ask(long number, String about) {}

    /** Its answer. */
    record Answer(long value) {}

    /** What agents say. */
    sealed interface Notice {
        @Id(1)
        record Whisper(long number) implements Notice {}
    }

    private final LiveCluster cluster;
    private final int life;
    private final SimLoop rooms;
    private final SimLoop services;
    private final Node node;
    private boolean dead;

    LiveNode(LiveCluster cluster, int life) {
        SimWorld world = cluster.world();
        this.cluster = cluster;
        this.life = life;
        this.rooms = world.loop("rooms" + life);
        this.services = world.loop("services" + life);
        LivePlan plan = cluster.plan();
        this.node =
                new Node(
                        new NodeSetup(
                                List.of(LiveRoom.type(this, plan.seats())),
                                NodeSetup.Notices.of(Notice.class),
                                List.of(
                                        Service.define("desk", this::desk).concurrency(PLACES),
                                        Service.define("post", this::post)),
                                plan.limits(),
                                RoomWorkers.on(rooms),
                                threads(plan.serviceNanosMax()),
                                world.random()));
    }

    private Executor threads(long nanosMax) {
        if (nanosMax == 0) {
            return Runnable::run;
        }
        return task -> {
            var _ = services.after(cluster.world().between(0, nanosMax), task);
        };
    }

    LiveJudge judge() {
        return cluster.judge();
    }

    int life() {
        return life;
    }

    Node node() {
        return node;
    }

    /** The loop that runs its rooms. */
    SimLoop rooms() {
        return rooms;
    }

    /** The loop that runs its services. */
    SimLoop services() {
        return services;
    }

    boolean dead() {
        return dead;
    }

    /** A link reaches it. */
    void accept(String gateway, SimLink end) {
        end.loop().run(() -> end.handler(node.connect(gateway, end, end.loop())));
    }

    /** Dies without a word. */
    void die() {
        dead = true;
        rooms.kill();
        services.kill();
    }

    // ---- services ----

    private void desk(Routes routes) {
        var _ = routes.on(PLAIN, Ask.class, Answer.class, (caller, ask) -> answer(ask));
        var _ =
                routes.on(IDEMPOTENT, Ask.class, Answer.class, (caller, ask) -> answer(ask))
                        .idempotent();
        var _ = routes.inline(INLINE, Ask.class, Answer.class, (caller, ask) -> answer(ask));
    }

    private Answer answer(Ask ask) {
        judge().requests().ran(ask.number());
        if (LiveRequests.refused(ask.number())) {
            throw new Refusal(LiveRequests.REFUSED, "as asked");
        }
        return new Answer(LiveRequests.answer(ask.number()));
    }

    private void post(Routes routes) {
        Agents agents = routes.agents();
        Rooms all = routes.rooms();
        var _ =
                routes.on(
                        WHISPER,
                        Ask.class,
                        Answer.class,
                        (caller, ask) -> {
                            whisper(agents, ask.about());
                            return answer(ask);
                        });
        var _ =
                routes.on(
                        ANNOUNCE,
                        Ask.class,
                        Answer.class,
                        (caller, ask) -> {
                            announce(all, ask.about());
                            return answer(ask);
                        });
    }

    /** Sends a notice to {@code account}. */
    void whisper(String account) {
        whisper(node.agents(), account);
    }

    private void whisper(Agents agents, String account) {
        long number = judge().nextNumber();
        LivePosts posts = judge().posts();
        posts.sent(account, number);
        var _ =
                agents.send(account, new Notice.Whisper(number))
                        .thenAccept(
                                sent ->
                                        posts.settled(
                                                number,
                                                sent == Agents.Sent.DELIVERED
                                                        ? LivePosts.Outcome.DELIVERED
                                                        : LivePosts.Outcome.NOT));
    }

    private void announce(Rooms all, String key) {
        long number = judge().nextNumber();
        LivePosts posts = judge().posts();
        posts.posted(number);
        var _ =
                all.post(LiveCluster.room(key), new LiveRoom.Told.Announce(number))
                        .thenAccept(
                                posted ->
                                        posts.answered(
                                                number,
                                                posted == Rooms.Posted.DELIVERED
                                                        ? LivePosts.Outcome.DELIVERED
                                                        : LivePosts.Outcome.NOT));
    }

    /** Tells a room something, from outside; nothing if there is no such room. */
    void tell(OwnerId room, LiveRoom.Told what) {
        var _ = node.rooms().post(room, what);
    }
}
