package dev.cardea.server.sim;

import dev.cardea.net.Loop;
import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import dev.cardea.server.gateway.DevelopmentAuthenticator;
import dev.cardea.server.gateway.GatewayLimits;
import dev.cardea.server.gateway.GatewayLoop;
import dev.cardea.server.gateway.GatewayShared;
import dev.cardea.server.gateway.GatewaySpec;
import dev.cardea.server.gateway.TokenKeys;
import dev.cardea.stream.LinkFrame;
import dev.cardea.testkit.SimCable;
import dev.cardea.testkit.SimLoop;
import dev.cardea.testkit.SimWire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One gateway process in the simulation: the gateway's code on a loop of its own, and all that can
 * happen to it. Confined to the world's thread.
 */
final class SimGateway {
    private static final long NANOS_PER_MILLI = 1_000_000;
    private static final int DRAIN_WINDOW_MILLIS = 500;
    private static final int DRAIN_MILLIS = 3_000;

    /** All gateways know the same key. */
    static final TokenKeys KEYS =
            new TokenKeys(List.of(new byte[TokenKeys.KEY_BYTES_MIN]), Duration.ofHours(1));

    /** As ever, but all players come from one address. */
    static final GatewayLimits LIMITS =
            new GatewayLimits(
                    new GatewayLimits.Entry(10_000, 0, 0, 0, 0, Duration.ofSeconds(5)),
                    GatewayLimits.DEFAULT.rates(),
                    GatewayLimits.DEFAULT.frames(),
                    GatewayLimits.DEFAULT.liveness(),
                    GatewayLimits.DEFAULT.outboundBytesMax());

    private final SimCluster cluster;
    private final int index;
    private final List<SimWire> wires = new ArrayList<>();
    private final List<SimCable> cables = new ArrayList<>();
    private SimLoop loop;
    private GatewayLoop process;
    private boolean dead;
    private boolean refusing;
    private boolean draining;
    private int lives;

    /** Which node it takes for the home, if not the one that is. */
    private @Nullable SimNode believed;

    SimGateway(SimCluster cluster, int index) {
        this.cluster = cluster;
        this.index = index;
        this.loop = cluster.world().loop(name());
        this.process = newProcess();
    }

    private GatewayLoop newProcess() {
        GatewaySpec spec =
                new GatewaySpec(
                        name(),
                        LIMITS,
                        KEYS,
                        List.of(new DevelopmentAuthenticator()),
                        Runnable::run);
        return new GatewayLoop(
                loop, new GatewayShared(spec), this::openLink, cluster.world().random());
    }

    String name() {
        return "g" + index;
    }

    SimCluster cluster() {
        return cluster;
    }

    SimLoop loop() {
        return loop;
    }

    boolean dead() {
        return dead;
    }

    boolean listening() {
        return !dead && !refusing && !draining;
    }

    /** From now on it takes no new connections, or does so again. */
    void refuse(boolean now) {
        refusing = now;
    }

    /** A player's connection reaches it. */
    void accept(SimWire wire) {
        wires.removeIf(SimWire::cut);
        wires.add(wire);
        wire.server().handler(process.accept(wire.server()));
    }

    /** Connections that were not cut. */
    List<SimWire> wires() {
        return List.copyOf(wires);
    }

    /** Whether an older connection of that player, not cut, still ends here. */
    boolean holds(SimPlayer player) {
        SimTap newest = player.newest();
        return wires.stream()
                .anyMatch(
                        wire ->
                                wire.client().loop() == player.loop()
                                        && (newest == null || newest.wire() != wire));
    }

    /** Whether such a frame is on its way to the node. */
    boolean sends(Class<? extends LinkFrame> kind) {
        SimCable cable = cable();
        return cable != null && SimWatch.holds(cable.underWayUp(), kind);
    }

    /** Whether such a frame is on its way from the node. */
    boolean awaits(Class<? extends LinkFrame> kind) {
        SimCable cable = cable();
        return cable != null && SimWatch.holds(cable.underWayDown(), kind);
    }

    /** The newest link that it opened, or null. */
    @Nullable SimCable cable() {
        return cables.isEmpty() ? null : cables.getLast();
    }

    /** Opens a link to where it believes the owners to live. */
    private Link openLink(Loop asking, Function<Link, LinkHandler> handler) {
        SimNode node = believed == null ? cluster.home() : believed;
        SimCable cable = new SimCable(loop, node.loop(), cluster.plan().link());
        cables.add(cable);
        cable.gateway().handler(handler.apply(cable.gateway()));
        if (node.dead()) {
            cable.cut(1_000_000, 1_000_000, 0);
        } else {
            node.accept(cable.node(), name() + "." + lives);
        }
        return cable.gateway();
    }

    /** From now on it takes {@code node} for the home; null: whichever is. */
    void believe(@Nullable SimNode node) {
        believed = node;
    }

    /** Whether it takes another node for the home. */
    boolean misled() {
        return believed != null;
    }

    /** Breaks its link; the ends learn of it when they do. */
    void breakLink(SimCable.Break how) {
        SimCable cable = cable();
        if (cable != null && !cable.broken()) {
            SimWatch.broken(cluster, cable.underWayUp(), cable.underWayDown());
            cable.cut(how);
        }
    }

    /** Dies without a word. Its players and its nodes learn of it at their own time. */
    void crash() {
        dead = true;
        loop.kill();
        for (SimWire wire : wires) {
            wire.cut(cluster.world().between(0, 3_000_000_000L), -1);
        }
        wires.clear();
        SimCable cable = cable();
        if (cable != null && !cable.broken()) {
            cable.cut(0, cluster.world().between(0, 2_000_000_000L), 5_000_000);
        }
    }

    /** Starts again, knowing nothing, unless it has. */
    void restart() {
        if (!dead) {
            return;
        }
        dead = false;
        refusing = false;
        lives++;
        cables.clear();
        loop = cluster.world().loop(name() + "." + lives);
        process = newProcess();
        draining = false;
    }

    /** Asks its players to go elsewhere; when it is done, another starts in its place. */
    void drain() {
        if (!draining) {
            draining = true;
            int life = lives;
            process.drain(DRAIN_WINDOW_MILLIS, DRAIN_MILLIS);
            cluster.world().after(2L * DRAIN_MILLIS * NANOS_PER_MILLI, () -> replace(life));
        }
    }

    private void replace(int life) {
        if (life == lives && !dead) {
            crash();
            restart();
        }
    }
}
