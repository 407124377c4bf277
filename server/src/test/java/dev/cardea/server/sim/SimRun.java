package dev.cardea.server.sim;

import dev.cardea.session.OwnerId;
import dev.cardea.testkit.SimWorld;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One run of the simulation: a cluster, players who play, faults, then peace, and the judgement.
 * Confined to the world's thread.
 */
public final class SimRun {
    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000 * MILLI;

    /** By then every time-out there is has run out, and every client has found its way. */
    private static final long PEACE_NANOS_MAX = 120 * SECOND;

    private static final int TRACE_LINES = Integer.getInteger("cardea.sim.trace", 120);

    private final SimCluster cluster;
    private final SimWorld world;
    private final SimFaults faults;

    SimRun(long seed, @Nullable SimPlan plan) {
        this.world = new SimWorld(seed);
        this.cluster = new SimCluster(world, plan == null ? SimPlan.random(world) : plan);
        this.faults = new SimFaults(cluster);
    }

    /** A run with faults of chance, from beginning to judgement. */
    static SimRun random(long seed) {
        SimRun run = new SimRun(seed, null);
        run.start();
        int faults = (int) run.world.between(4, 24);
        for (int i = 0; i < faults && !run.failed(); i++) {
            run.runFor(run.world.between(0, run.world.oneIn(3) ? 40 * MILLI : 1500 * MILLI));
            run.faults.any();
        }
        run.judge();
        return run;
    }

    /** What is wrong with the run of that seed, or null; for builds that are loaded apart. */
    public static @Nullable String verdict(long seed) {
        return random(seed).cluster.failure();
    }

    SimCluster cluster() {
        return cluster;
    }

    SimWorld world() {
        return world;
    }

    SimFaults faults() {
        return faults;
    }

    /** All players connect and play. */
    SimRun start() {
        cluster.players().forEach(SimPlayer::start);
        return this;
    }

    /** All are members and say nothing of their own accord. */
    SimRun calm() {
        start();
        cluster.players().forEach(SimPlayer::rest);
        return until("everybody's joining", this::peace).runFor(SECOND);
    }

    /** Lets time pass, until something is wrong. */
    SimRun runFor(long nanos) {
        world.runUntil(this::failed, nanos);
        return this;
    }

    /** Lets time pass until {@code done}; a scenario that does not get there is no scenario. */
    SimRun until(String what, BooleanSupplier done) {
        world.runUntil(() -> failed() || done.getAsBoolean(), 60 * SECOND);
        if (!failed() && !done.getAsBoolean()) {
            cluster.fail("the scenario never came to: " + what);
        }
        return this;
    }

    boolean failed() {
        return cluster.failure() != null;
    }

    /** Lets time pass until that scenario has come up. */
    SimRun until(Scenario scenario) {
        return until(scenario.toString(), () -> cluster.seen(scenario) > 0);
    }

    /** Mends everything, waits for peace, and judges. */
    SimRun judge() {
        until("the owners' arrival", () -> !cluster.moving());
        faults.heal();
        cluster.players().forEach(player -> player.loop().run(() -> player.speak(2)));
        cluster.players().forEach(SimPlayer::rest);
        waitForPeace();
        faults.burst(1);
        waitForPeace();
        if (!failed()) {
            cluster.players().forEach(this::settle);
        }
        return this;
    }

    /** Peace lasts: it is still there when what was under way has arrived. */
    private void waitForPeace() {
        long end = world.nanos() + PEACE_NANOS_MAX;
        do {
            world.runUntil(() -> failed() || peace(), end - world.nanos());
            runFor(2 * SECOND);
        } while (!failed() && !peace() && world.nanos() < end);
    }

    private boolean peace() {
        for (SimPlayer player : cluster.players()) {
            SimOwner room = cluster.home().owner(cluster.roomId());
            boolean there =
                    room != null
                            && player.session().isOpen()
                            && player.member()
                            && player.newest() != null
                            && !player.newest().wire().cut()
                            && player.newest().attachedTo(cluster.roomId().toString());
            if (!there || player.waiting() > 0) {
                return false;
            }
        }
        return true;
    }

    private void settle(SimPlayer player) {
        if (player.over()) {
            cluster.fail(player.name() + "'s session is over");
        }
        settle(player, cluster.roomId(), player.waiting());
        settle(player, OwnerId.agent(player.name()), 0);
        if (!player.member()) {
            cluster.fail(player.name() + " is no member in the end");
        }
    }

    private void settle(SimPlayer player, OwnerId id, int waiting) {
        SimOwner owner = cluster.home().owner(id);
        if (owner == null) {
            cluster.fail("nobody hosts " + id + " in the end");
            return;
        }
        cluster.tell(player.settled(id.toString(), true, owner.epoch(), waiting));
    }

    /** Fails the test if the run did, with all that helps to find out why. */
    SimRun assertGood(String replay) {
        if (failed()) {
            throw new AssertionError(
                    "seed "
                            + world.seed()
                            + ": "
                            + cluster.failure()
                            + "\nreplay: "
                            + replay
                            + "\nplan: "
                            + cluster.plan()
                            + "\ncame up: "
                            + cluster.counts()
                            + "\n"
                            + world.trace().tail(TRACE_LINES));
        }
        return this;
    }
}
