package dev.cardea.server.sim;

import dev.cardea.testkit.SimWorld;
import java.util.EnumSet;
import java.util.Set;

/**
 * Faults that wait for their moment, since chance alone would hardly ever hit it. Confined to the
 * world's thread.
 */
final class SimTraps {
    private static final long MILLI = 1_000_000;

    /** What waits. */
    enum Trap {
        /** A replay begins: the link behind it breaks, or the connection is cut. */
        CUT_IN_REPLAY,

        /** A replay begins: the room says so much that the ring overruns it. */
        BURST_IN_REPLAY,

        /** A replay begins: events get lost again and again, and every gap is attached anew. */
        GAPS_IN_REPLAY,

        /** A client hears ATTACHED fresh: the connection ends before the STATE. */
        CUT_BEFORE_STATE,

        /** The same, and the next connection is cut before anything arrives. */
        CUT_BEFORE_STATE_TWICE,

        /** A client says HELLO: the connection is cut before anything can come. */
        CUT_AFTER_HELLO
    }

    private final SimCluster cluster;
    private final SimWorld world;
    private final Set<Trap> armed = EnumSet.noneOf(Trap.class);

    SimTraps(SimCluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
    }

    /** The next such moment is a bad one. */
    void arm(Trap trap) {
        armed.add(trap);
    }

    /** No bad moments any more. */
    void disarm() {
        armed.clear();
    }

    /** A replay of that owner begins, to a session behind that link. */
    void onReplay(SimOwner owner, SimNodeLink link) {
        if (armed.remove(Trap.BURST_IN_REPLAY)) {
            owner.post(() -> sayALot(owner));
            chatter();
        }
        if (armed.remove(Trap.GAPS_IN_REPLAY)) {
            for (int i = 0; i < 12; i++) {
                world.after(i * MILLI, () -> loseEverySecond(owner, link));
            }
        }
        if (armed.remove(Trap.CUT_IN_REPLAY)) {
            world.after(world.between(0, MILLI), link::close);
        }
    }

    /** Everybody speaks all the time for half a second. */
    void chatter() {
        for (SimPlayer player : cluster.players()) {
            for (int i = 0; i < 60; i++) {
                world.after(8L * i * MILLI, () -> player.loop().run(() -> player.speak(1)));
            }
        }
    }

    private static void loseEverySecond(SimOwner owner, SimNodeLink link) {
        link.loseEvents(0b0101);
        owner.post(
                () -> {
                    for (int i = 0; i < 4; i++) {
                        owner.say(Set.of());
                    }
                });
    }

    private void sayALot(SimOwner owner) {
        for (int i = 0; i < 12; i++) {
            owner.say(Set.of());
        }
    }

    /** A client hears ATTACHED fresh; true if its connection ends here. */
    boolean onFresh(SimTap tap) {
        boolean twice = armed.remove(Trap.CUT_BEFORE_STATE_TWICE);
        if (!armed.remove(Trap.CUT_BEFORE_STATE) && !twice) {
            return false;
        }
        if (twice) {
            arm(Trap.CUT_AFTER_HELLO);
        }
        tap.wire().cut(MILLI, world.between(0, 500 * MILLI));
        SimGateway gateway = cluster.gatewayOn(tap.wire().server().loop());
        if (gateway != null && world.oneIn(2)) {
            gateway.refuse(true);
            world.after(2_000 * MILLI, () -> gateway.refuse(false));
        }
        return true;
    }

    /** A client says HELLO. */
    void onHello(SimTap tap) {
        if (armed.remove(Trap.CUT_AFTER_HELLO)) {
            world.after(world.between(0, 4 * MILLI), () -> tap.wire().cut(MILLI, MILLI));
        }
    }
}
