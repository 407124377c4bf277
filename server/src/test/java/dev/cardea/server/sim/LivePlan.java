package dev.cardea.server.sim;

import dev.cardea.server.node.NodeLimits;
import dev.cardea.stream.StreamLimits;
import dev.cardea.testkit.SimPath;
import dev.cardea.testkit.SimWorld;
import java.time.Duration;

/**
 * How large a run with the server's own node is, and how tight its bounds are. Immutable.
 *
 * @param path between players and gateways
 * @param link between gateways and the node
 * @param ringBytes of one room
 * @param outboundBytesMax that may wait for one player
 * @param serviceNanosMax how long a handler waits for its thread; 0: it runs at once
 * @param seat how long a seat is kept, so how long a player may be away
 */
record LivePlan(
        int gateways,
        int players,
        int rooms,
        int seats,
        SimPath path,
        SimPath link,
        int ringBytes,
        int replayBytes,
        int asksMax,
        int outboxBytesMax,
        int outboundBytesMax,
        long serviceNanosMax,
        Duration seat) {
    private static final long MILLI = 1_000_000;
    private static final int PLENTY = 256 * 1024;

    /** A ring of hardly anything, of a few messages, and of all that is said. */
    private static final int[] RINGS = {200, 2000, PLENTY, PLENTY};

    /** A plan that the world's chance makes. */
    static LivePlan random(SimWorld world) {
        boolean narrow = world.oneIn(4);
        SimPath link = narrow ? SimPath.HOUSE.withWindow(2000) : SimPath.HOUSE;
        SimPath path = world.oneIn(4) ? SimPath.PLAYER.withWindow(2000) : SimPath.PLAYER;
        int players = (int) world.between(2, 4);
        return new LivePlan(
                (int) world.between(1, 3),
                players,
                (int) world.between(1, 2),
                world.oneIn(4) ? players : 16,
                path,
                world.oneIn(3) ? link.withDelay(2 * MILLI, 40 * MILLI) : link,
                RINGS[world.random().nextInt(RINGS.length)],
                narrow || world.oneIn(4) ? 1 : 32 * 1024,
                world.oneIn(3) ? 1 : 64,
                narrow ? 2000 : 1 << 20,
                world.oneIn(3) ? 6 * 1024 : PLENTY,
                world.oneIn(4) ? 0 : 300 * MILLI,
                Duration.ofSeconds(world.oneIn(2) ? 3 : 20));
    }

    NodeLimits limits() {
        StreamLimits streams =
                new StreamLimits(
                        ringBytes,
                        Duration.ofSeconds(60),
                        seat,
                        Duration.ofSeconds(5),
                        replayBytes,
                        1 << 20);
        return new NodeLimits(
                100,
                100,
                1,
                asksMax,
                NodeLimits.DEFAULT.frameBytesMax(),
                outboxBytesMax,
                Duration.ofMillis(500),
                streams,
                1 << 30);
    }
}
