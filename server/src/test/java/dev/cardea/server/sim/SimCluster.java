package dev.cardea.server.sim;

import dev.cardea.net.Dialer;
import dev.cardea.net.Endpoint;
import dev.cardea.net.TransportKind;
import dev.cardea.session.OwnerId;
import dev.cardea.session.SessionId;
import dev.cardea.stream.Epoch;
import dev.cardea.stream.OwnerSpec;
import dev.cardea.stream.OwnerStream;
import dev.cardea.stream.RingBudget;
import dev.cardea.testkit.SimLoop;
import dev.cardea.testkit.SimWire;
import dev.cardea.testkit.SimWorld;
import dev.cardea.testkit.history.Fact;
import dev.cardea.testkit.history.HistoryChecker;
import dev.cardea.testkit.history.Violation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Gateways, nodes and players in one world, what they share, and the judge of what they do.
 * Confined to the world's thread.
 *
 * <p>All owners live on one node, the home; others may hold stale copies of them. What PostgreSQL
 * will be for is here: fences, raised by compare-and-set, and snapshots.
 */
final class SimCluster {
    private static final int FIRST_PORT = 7000;

    private final SimWorld world;
    private final SimPlan plan;
    private final HistoryChecker checker = new HistoryChecker();
    private final Map<String, Integer> counts = new TreeMap<>();
    private final List<SimGateway> gateways = new ArrayList<>();
    private final List<SimNode> nodes = new ArrayList<>();
    private final List<SimPlayer> players = new ArrayList<>();
    private final Map<OwnerId, Integer> fences = new HashMap<>();
    private final Set<String> effects = new HashSet<>();
    private final SimStore store;
    private final SimTraps traps;
    private final RingBudget budget = new RingBudget(1 << 30);
    private SimNode home;
    private Consumer<SimWire> onWire = wire -> {};
    private boolean moving;
    private long lastNumber;
    private int lastAddress;
    private @Nullable String failure;

    SimCluster(SimWorld world, SimPlan plan) {
        this.world = world;
        this.plan = plan;
        this.store = new SimStore(this);
        this.traps = new SimTraps(this);
        this.home = newNode();
        for (int i = 0; i < plan.gateways(); i++) {
            gateways.add(new SimGateway(this, i));
        }
        for (int i = 0; i < plan.players(); i++) {
            players.add(new SimPlayer(this, "p" + i));
        }
    }

    SimWorld world() {
        return world;
    }

    SimPlan plan() {
        return plan;
    }

    SimTraps traps() {
        return traps;
    }

    SimStore store() {
        return store;
    }

    List<SimGateway> gateways() {
        return gateways;
    }

    SimGateway gateway(int index) {
        return gateways.get(index);
    }

    /** The gateway that runs on that loop now, or null. */
    @Nullable SimGateway gatewayOn(SimLoop loop) {
        for (SimGateway gateway : gateways) {
            if (gateway.loop() == loop) {
                return gateway;
            }
        }
        return null;
    }

    List<SimPlayer> players() {
        return players;
    }

    /** Whose session that is, or null. */
    @Nullable SimPlayer playerOf(SessionId session) {
        for (SimPlayer player : players) {
            if (player.client().equals(session.toString())) {
                return player;
            }
        }
        return null;
    }

    SimPlayer player(int index) {
        return players.get(index);
    }

    /** Every node that ever was. */
    List<SimNode> nodes() {
        return nodes;
    }

    /** Where the owners live. */
    SimNode home() {
        return home;
    }

    void home(SimNode node) {
        home = node;
    }

    /** A new machine, empty. */
    SimNode newNode() {
        SimNode node = new SimNode(this, "n" + (nodes.size() + 1));
        nodes.add(node);
        return node;
    }

    // ---- the judge ----

    /** Tells the judge, and stops the run if that breaks a promise. */
    void tell(Fact fact) {
        world.note(fact);
        checker.accept(fact);
        List<Violation> broken = checker.violations();
        if (!broken.isEmpty()) {
            fail(broken.getFirst().toString());
        }
    }

    /** Notes why this run is not as it should be; the first reason counts. */
    void fail(String why) {
        if (failure == null) {
            failure = why;
            world.note("FAILED " + why);
        }
    }

    /** Why this run failed, or null. */
    @Nullable String failure() {
        return failure;
    }

    int facts() {
        return checker.count();
    }

    /** One more of {@code what}: which kinds of things a run has seen. */
    void count(String what) {
        counts.merge(what, 1, Integer::sum);
    }

    /** One more run, or moment, in which that scenario came up. */
    void saw(Scenario scenario) {
        count(scenario.toString());
    }

    /** How often that scenario came up. */
    int seen(Scenario scenario) {
        return counted(scenario.toString());
    }

    Map<String, Integer> counts() {
        return counts;
    }

    int counted(String what) {
        return counts.getOrDefault(what, 0);
    }

    /** A number that nothing else in this run has. */
    long nextNumber() {
        return ++lastNumber;
    }

    // ---- connections ----

    List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        for (int i = 0; i < plan.gateways(); i++) {
            all.add(new Endpoint(TransportKind.TCP, "127.0.0.1", FIRST_PORT + i, ""));
        }
        return all;
    }

    /** Connects a player to a gateway, unless it is dead. */
    Dialer.Dial dial(SimPlayer player, Endpoint endpoint, Dialer.DialHandler handler) {
        SimDial dial = new SimDial(player, gateway(endpoint.port() - FIRST_PORT), handler);
        dial.onWire(onWire);
        long delay = world.between(plan.path().delayNanosMin(), plan.path().delayNanosMax());
        player.loop().after(2 * delay, () -> dial.open(++lastAddress));
        return dial;
    }

    /** What happens to each new connection. */
    void onWire(Consumer<SimWire> what) {
        onWire = what;
    }

    // ---- owners ----

    OwnerId roomId() {
        return new OwnerId("chat", "lobby");
    }

    /** The room of that name as {@code node} knows it, made if it is not; null: who knows. */
    @Nullable SimOwner room(SimNode node, OwnerId id) {
        SimOwner known = node.owner(id);
        return known == null && decides(node) ? newOwner(node, id) : known;
    }

    /** An agent that nobody had asked for; null if this node may not say. */
    @Nullable SimOwner newAgent(SimNode node, OwnerId id) {
        return decides(node) ? newOwner(node, id) : null;
    }

    /** Whether an owner that {@code node} does not have is nowhere. */
    boolean decides(SimNode node) {
        return node == home && !moving;
    }

    /** Whether owners are on their way. */
    boolean moving() {
        return moving;
    }

    /** Owners are on their way to the home, or from a snapshot. */
    void moving(boolean now) {
        moving = now;
    }

    private SimOwner newOwner(SimNode node, OwnerId id) {
        OwnerStream stream = new OwnerStream(spec(id, newEpoch(id)));
        tell(new Fact.Began(id.toString(), stream.epoch()));
        return node.host(stream, false);
    }

    /** A new history: a higher fence. */
    long newEpoch(OwnerId id) {
        int fence = fences.merge(id, 1, Integer::sum);
        return Epoch.begin(fence, world.random());
    }

    int fence(OwnerId id) {
        return fences.getOrDefault(id, 0);
    }

    /** Raises the fence if it still is {@code from}; whoever succeeds may speak. */
    boolean raiseFence(OwnerId id, int from) {
        return fences.replace(id, from, from + 1);
    }

    OwnerSpec spec(OwnerId id, long epoch) {
        return new OwnerSpec(id, 0, epoch, plan.firstSeq(), plan.limits(), budget, world::nanos);
    }

    /** True the first time: the effect of a durable request. */
    boolean takeEffect(String client, int correlation) {
        if (!effects.add(client + "#" + correlation)) {
            count("durable effect already there");
            return false;
        }
        return true;
    }
}
