package dev.cardea.server.sim;

import dev.cardea.net.Dialer;
import dev.cardea.net.Endpoint;
import dev.cardea.net.TransportKind;
import dev.cardea.session.OwnerId;
import dev.cardea.testkit.SimLoop;
import dev.cardea.testkit.SimWire;
import dev.cardea.testkit.SimWorld;
import java.util.ArrayList;
import java.util.List;

/**
 * The server's own node, gateways before it, and players, in one world. Confined to the world's
 * thread.
 */
final class LiveCluster {
    private static final int FIRST_PORT = 7000;

    private final SimWorld world;
    private final LivePlan plan;
    private final LiveJudge judge;
    private final List<LiveGateway> gateways = new ArrayList<>();
    private final List<LivePlayer> players = new ArrayList<>();

    /** The node's ends of the links, one loop for each gateway. */
    private final List<SimLoop> linkLoops = new ArrayList<>();

    private LiveNode node;
    private int lives;
    private int lastAddress;

    LiveCluster(SimWorld world) {
        this.world = world;
        this.plan = LivePlan.random(world);
        this.judge = new LiveJudge(world);
        this.node = newNode();
        for (int i = 0; i < plan.gateways(); i++) {
            gateways.add(new LiveGateway(this, i));
        }
        for (int i = 0; i < plan.players(); i++) {
            players.add(new LivePlayer(this, "p" + i, i));
        }
    }

    SimWorld world() {
        return world;
    }

    LivePlan plan() {
        return plan;
    }

    LiveJudge judge() {
        return judge;
    }

    List<LiveGateway> gateways() {
        return gateways;
    }

    /** Every session that ever was, over or not. */
    List<LivePlayer> players() {
        return players;
    }

    /** Another device of that player signs in. */
    LivePlayer secondLogin(LivePlayer first) {
        LivePlayer second = new LivePlayer(this, first.account(), players.size());
        players.add(second);
        return second;
    }

    /** The sessions that are not over. */
    List<LivePlayer> living() {
        return players.stream().filter(player -> !player.over()).toList();
    }

    /** One of them. */
    LivePlayer anyPlayer() {
        List<LivePlayer> living = living();
        return living.get(world.random().nextInt(living.size()));
    }

    /**
     * Whether the account may have had another session, so that all but one of them end. Who signs
     * in again as no WELCOME came may have had one that it never knew of.
     */
    boolean shared(String account) {
        return players.stream()
                        .filter(player -> player.account().equals(account))
                        .mapToInt(LivePlayer::signIns)
                        .sum()
                > 1;
    }

    /** A session was ended by another; if that was none that anybody knows, it signs in anew. */
    void ended(LivePlayer player) {
        if (living().stream().noneMatch(other -> other.account().equals(player.account()))) {
            judge.count("ended by a sign-in that nobody knows of");
            secondLogin(player).start();
        }
    }

    // ---- the node ----

    LiveNode node() {
        return node;
    }

    /** The loop of the node's end of the links of that gateway. */
    SimLoop linkLoop(int gateway) {
        return linkLoops.get(gateway);
    }

    private LiveNode newNode() {
        lives++;
        linkLoops.clear();
        for (int i = 0; i < plan.gateways(); i++) {
            linkLoops.add(world.loop("n" + lives + "." + i));
        }
        return new LiveNode(this, lives);
    }

    /** The node dies with all that it knows; the links to it break. */
    void killNode() {
        node.die();
        linkLoops.forEach(SimLoop::kill);
        gateways.forEach(gateway -> gateway.breakLink(world.between(0, 2_000_000_000L), 0, 0));
    }

    /** Another starts in its place. */
    void restartNode() {
        if (node.dead()) {
            node = newNode();
        }
    }

    // ---- rooms ----

    static OwnerId room(String key) {
        return new OwnerId(LiveRoom.TYPE, key);
    }

    /** The keys of the rooms of this run. */
    List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < plan.rooms(); i++) {
            keys.add("r" + i);
        }
        return keys;
    }

    OwnerId anyRoom() {
        return room("r" + world.random().nextInt(plan.rooms()));
    }

    // ---- connections ----

    List<Endpoint> endpoints() {
        List<Endpoint> all = new ArrayList<>();
        for (int i = 0; i < plan.gateways(); i++) {
            all.add(new Endpoint(TransportKind.TCP, "127.0.0.1", FIRST_PORT + i, ""));
        }
        return all;
    }

    /** Connects a player to a gateway, unless one of them is not there. */
    Dialer.Dial dial(LivePlayer player, Endpoint endpoint, Dialer.DialHandler handler) {
        Dialling dial = new Dialling(player, gateways.get(endpoint.port() - FIRST_PORT), handler);
        long delay = world.between(plan.path().delayNanosMin(), plan.path().delayNanosMax());
        var _ = player.loop().after(2 * delay, dial::open);
        return dial;
    }

    private final class Dialling implements Dialer.Dial {
        private final LivePlayer player;
        private final LiveGateway gateway;
        private final Dialer.DialHandler handler;
        private boolean cancelled;

        Dialling(LivePlayer player, LiveGateway gateway, Dialer.DialHandler handler) {
            this.player = player;
            this.gateway = gateway;
            this.handler = handler;
        }

        void open() {
            if (cancelled) {
                return;
            }
            if (!gateway.listening() || player.offline()) {
                handler.onFailed("nobody listens");
                return;
            }
            SimWire wire = new SimWire(player.loop(), gateway.loop(), plan.path(), ++lastAddress);
            LiveTap tap = new LiveTap(player, wire);
            wire.client().handler(tap);
            gateway.accept(wire);
            tap.client(handler.onOpen(tap));
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }
}
