package dev.cardea.server.sim;

import dev.cardea.stream.StreamLimits;
import dev.cardea.testkit.SimPath;
import dev.cardea.testkit.SimWorld;
import java.time.Duration;

/**
 * How large a run is and how tight its bounds are. Immutable.
 *
 * @param path between players and gateways
 * @param link between gateways and nodes
 * @param firstSeq where the owners' numbers begin
 */
record SimPlan(
        int gateways, int players, SimPath path, SimPath link, StreamLimits limits, long firstSeq) {
    /** Just below the numbers that do not fit into 32 bits. */
    static final long FIRST_SEQ_HIGH = (1L << 32) - 10;

    private static final int RING_BYTES = 64 * 1024;

    /** A ring of one message, of a few, and of all that a run can say. */
    private static final int[] RINGS = {110, 600, 1500, RING_BYTES, RING_BYTES, RING_BYTES};

    private static final int REPLAY_BYTES = 32 * 1024;

    /** Two gateways, two players, and room for everything. */
    static SimPlan plain() {
        return new SimPlan(
                2, 2, SimPath.PLAYER, SimPath.HOUSE, limits(RING_BYTES, REPLAY_BYTES), 0);
    }

    /** A plan that the world's chance makes. */
    static SimPlan random(SimWorld world) {
        int ring = RINGS[world.random().nextInt(RINGS.length)];
        int replay = world.oneIn(3) ? 1 : REPLAY_BYTES;
        SimPath link = world.oneIn(8) ? SimPath.HOUSE.withWindow(1500) : SimPath.HOUSE;
        if (world.oneIn(3)) {
            link = link.withDelay(2_000_000, 40_000_000);
        }
        return new SimPlan(
                (int) world.between(2, 3),
                (int) world.between(1, 4),
                SimPath.PLAYER,
                link,
                limits(ring, replay),
                world.oneIn(4) ? FIRST_SEQ_HIGH : 0);
    }

    /** Bounds with that ring and that much replayed in one flush. */
    static StreamLimits limits(int ringBytes, int replayBytes) {
        return new StreamLimits(
                ringBytes,
                Duration.ofSeconds(60),
                Duration.ofSeconds(60),
                Duration.ofSeconds(15),
                replayBytes,
                1 << 20);
    }

    SimPlan withGateways(int count) {
        return new SimPlan(count, players, path, link, limits, firstSeq);
    }

    SimPlan withPlayers(int count) {
        return new SimPlan(gateways, count, path, link, limits, firstSeq);
    }

    SimPlan withLimits(StreamLimits other) {
        return new SimPlan(gateways, players, path, link, other, firstSeq);
    }

    SimPlan withFirstSeq(long seq) {
        return new SimPlan(gateways, players, path, link, limits, seq);
    }

    SimPlan withLink(SimPath other) {
        return new SimPlan(gateways, players, path, other, limits, firstSeq);
    }
}
