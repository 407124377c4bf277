package dev.cardea.server.sim;

import dev.cardea.net.Loop;
import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import dev.cardea.server.gateway.DevelopmentAuthenticator;
import dev.cardea.server.gateway.GatewayLimits;
import dev.cardea.server.gateway.GatewayLoop;
import dev.cardea.server.gateway.GatewayMetrics;
import dev.cardea.server.gateway.GatewayShared;
import dev.cardea.server.gateway.GatewaySpec;
import dev.cardea.stream.LinkFrame;
import dev.cardea.testkit.SimCable;
import dev.cardea.testkit.SimLoop;
import dev.cardea.testkit.SimWire;
import dev.cardea.testkit.SimWorld;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One gateway process before the server's own node: its code on a loop of its own, and what can
 * happen to it. Confined to the world.
 */
final class LiveGateway {
    private static final long MILLI = 1_000_000;
    private static final int DRAIN_WINDOW_MILLIS = 500;
    private static final int DRAIN_MILLIS = 3_000;

    private final LiveCluster cluster;
    private final SimWorld world;
    private final int index;
    private final List<SimWire> wires = new ArrayList<>();
    private SimLoop loop;
    private GatewayShared shared;
    private GatewayLoop process;
    private @Nullable SimCable cable;
    private boolean dead;
    private boolean draining;
    private int lives;

    LiveGateway(LiveCluster cluster, int index) {
        this.cluster = cluster;
        this.world = cluster.world();
        this.index = index;
        this.loop = world.loop("g" + index);
        this.shared = newShared();
        this.process = newProcess();
    }

    private GatewayShared newShared() {
        GatewayLimits limits =
                new GatewayLimits(
                        SimGateway.LIMITS.entry(),
                        SimGateway.LIMITS.rates(),
                        SimGateway.LIMITS.frames(),
                        SimGateway.LIMITS.liveness(),
                        cluster.plan().outboundBytesMax());
        return new GatewayShared(
                new GatewaySpec(
                        "g" + index,
                        limits,
                        SimGateway.KEYS,
                        List.of(new DevelopmentAuthenticator()),
                        Runnable::run));
    }

    private GatewayLoop newProcess() {
        return new GatewayLoop(loop, shared, this::openLink, world.random());
    }

    private Link openLink(Loop asking, Function<Link, LinkHandler> handler) {
        LiveNode node = cluster.node();
        SimLoop nodeLoop = cluster.linkLoop(index);
        SimCable made = new SimCable(loop, nodeLoop, cluster.plan().link());
        cable = made;
        made.gateway().handler(handler.apply(made.gateway()));
        if (node.dead()) {
            made.cut(MILLI, MILLI, 0);
        } else {
            node.accept("g" + index + "." + lives, made.node());
        }
        return made.gateway();
    }

    SimLoop loop() {
        return loop;
    }

    GatewayMetrics metrics() {
        return shared.metrics();
    }

    boolean dead() {
        return dead;
    }

    boolean listening() {
        return !dead && !draining;
    }

    /** A player's connection reaches it. */
    void accept(SimWire wire) {
        wires.removeIf(SimWire::cut);
        wires.add(wire);
        wire.server().handler(process.accept(wire.server()));
    }

    /** Whether such a frame is on its way to the node. */
    boolean sends(Class<? extends LinkFrame> kind) {
        SimCable open = cable;
        return !dead && open != null && !open.broken() && SimWatch.holds(open.underWayUp(), kind);
    }

    /**
     * Its link breaks; the ends learn of it when they do.
     *
     * @param lateNanos until when what is left of it may still be read, by a node that does not
     *     know yet
     */
    void breakLink(long gatewayNanos, long nodeNanos, long lateNanos) {
        SimCable broken = cable;
        if (!dead && broken != null && !broken.broken()) {
            broken.cut(gatewayNanos, nodeNanos, lateNanos);
        }
    }

    /** Dies without a word, to start again later. */
    void crash() {
        dead = true;
        loop.kill();
        wires.forEach(wire -> wire.cut(world.between(0, 3_000 * MILLI), -1));
        wires.clear();
        SimCable broken = cable;
        if (broken != null && !broken.broken()) {
            broken.cut(0, world.between(0, 2_000 * MILLI), 5 * MILLI);
        }
    }

    /** Starts again, knowing nothing, unless it has. */
    void restart() {
        if (dead) {
            dead = false;
            draining = false;
            lives++;
            cable = null;
            loop = world.loop("g" + index + "." + lives);
            shared = newShared();
            process = newProcess();
        }
    }

    /** Asks its players to go elsewhere; when it is done, another starts in its place. */
    void drain() {
        if (listening()) {
            draining = true;
            int life = lives;
            process.drain(DRAIN_WINDOW_MILLIS, DRAIN_MILLIS);
            world.after(2 * DRAIN_MILLIS * MILLI, () -> replace(life));
        }
    }

    private void replace(int life) {
        if (life == lives && !dead) {
            crash();
            restart();
        }
    }
}
