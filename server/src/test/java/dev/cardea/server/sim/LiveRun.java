package dev.cardea.server.sim;

import dev.cardea.server.node.NodeCounters;
import dev.cardea.server.node.NodeLeaks;
import dev.cardea.testkit.SimWorld;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run with the server's own node: players who play, faults, then peace, then everybody leaves,
 * and nothing may be left. Confined to the world's thread.
 */
public final class LiveRun {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    /** By then every time-out there is has run out, and every client has found its way. */
    private static final long PEACE_NANOS_MAX = 120 * SECOND;

    /** By then a gateway knows whose connection is dead, and says so. */
    private static final long NOTICE_NANOS = 18 * SECOND;

    /** By then seats are given up and replies forgotten. */
    private static final long FORGETTING_NANOS = 120 * SECOND;

    private static final int TRACE_LINES = Integer.getInteger("cardea.sim.trace", 120);

    private final SimWorld world;
    private final LiveCluster cluster;
    private final LiveJudge judge;
    private final LiveFaults faults;

    private LiveRun(long seed) {
        this.world = new SimWorld(seed);
        this.cluster = new LiveCluster(world);
        this.judge = cluster.judge();
        this.faults = new LiveFaults(cluster);
    }

    /** A run with faults of chance, from beginning to judgement. */
    static LiveRun random(long seed) {
        LiveRun run = new LiveRun(seed);
        List.copyOf(run.cluster.players()).forEach(LivePlayer::start);
        int faults = (int) run.world.between(4, 20);
        for (int i = 0; i < faults && !run.failed(); i++) {
            run.runFor(run.world.between(0, run.world.oneIn(3) ? 40 * MILLI : 1500 * MILLI));
            run.faults.any();
        }
        run.makePeace();
        run.sayGoodbye();
        return run;
    }

    /** What is wrong with the run of that seed, or null; for builds that are loaded apart. */
    public static @Nullable String verdict(long seed) {
        return random(seed).judge.failure();
    }

    SimWorld world() {
        return world;
    }

    LiveJudge judge() {
        return judge;
    }

    private void runFor(long nanos) {
        world.runUntil(this::failed, nanos);
    }

    private boolean failed() {
        return judge.failure() != null;
    }

    // ---- peace ----

    private void makePeace() {
        runFor(SECOND);
        faults.heal();
        cluster.players().forEach(LivePlayer::rest);
        waitForPeace();
        if (!failed()) {
            faults.speakEverywhere();
            waitForPeace();
        }
    }

    /** Peace lasts: it is still there when what was under way has arrived. */
    private void waitForPeace() {
        long end = world.nanos() + PEACE_NANOS_MAX;
        do {
            world.runUntil(() -> failed() || unrest().isEmpty(), end - world.nanos());
            runFor(2 * SECOND);
        } while (!failed() && !unrest().isEmpty() && world.nanos() < end);
        if (!failed() && !unrest().isEmpty()) {
            judge.fail("no peace: " + unrest());
        }
    }

    private String unrest() {
        for (LivePlayer player : cluster.living()) {
            String unsettled = player.unsettled();
            if (!unsettled.isEmpty()) {
                return unsettled;
            }
        }
        if (cluster.living().size() != cluster.plan().players()) {
            return "the sessions are " + cluster.living();
        }
        return judge.requests().served() ? "" : "a request has no reply";
    }

    // ---- goodbye ----

    private void sayGoodbye() {
        if (failed()) {
            return;
        }
        if (world.oneIn(3)) {
            faults.crowd();
            runFor(300 * MILLI);
        }
        for (LivePlayer player : cluster.living()) {
            player.loop().run(() -> goAway(player));
        }
        runFor(NOTICE_NANOS);
        LiveBirth inhabited = judge.inhabited(cluster.node().life());
        if (inhabited != null) {
            judge.fail(inhabited + " was not told that nobody is here");
        }
        runFor(FORGETTING_NANOS);
        countAndLook();
    }

    private void countAndLook() {
        NodeCounters counted = cluster.node().node().counters();
        judge.count("node: inputs found no place", counted.overruns.sum());
        judge.count("node: links overran", counted.overrunLinks.sum());
        judge.count("node: requests answered from memory", counted.remembered.sum());
        judge.count("node: requests late", counted.lateRequests.sum());
        if (!failed()) {
            List<String> left = new ArrayList<>(NodeLeaks.of(cluster.node().node()));
            for (LiveGateway gateway : cluster.gateways()) {
                if (gateway.metrics().connections() + gateway.metrics().sessions() != 0) {
                    left.add("connections of " + gateway.loop().name());
                }
            }
            if (!left.isEmpty()) {
                judge.fail("left behind: " + left);
            }
        }
    }

    private void goAway(LivePlayer player) {
        switch (world.random().nextInt(3)) {
            case 0 -> player.leaveInOrder();
            case 1 -> player.close();
            default -> player.vanish();
        }
    }

    /** Fails the test if the run did, with all that helps to find out why. */
    LiveRun assertGood(String replay) {
        if (failed()) {
            throw new AssertionError(
                    "seed "
                            + world.seed()
                            + ": "
                            + judge.failure()
                            + "\nreplay: "
                            + replay
                            + "\nplan: "
                            + cluster.plan()
                            + "\ncame up: "
                            + judge.counts()
                            + "\n"
                            + world.trace().tail(TRACE_LINES));
        }
        return this;
    }
}
