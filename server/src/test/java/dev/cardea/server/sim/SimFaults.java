package dev.cardea.server.sim;

import dev.cardea.session.OwnerId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.OwnerHandover;
import dev.cardea.stream.OwnerStream;
import dev.cardea.stream.Seat;
import dev.cardea.testkit.SimCable;
import dev.cardea.testkit.SimLoop;
import dev.cardea.testkit.SimWire;
import dev.cardea.testkit.SimWorld;
import dev.cardea.wire.GoneReason;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Everything that can go wrong in the simulation, each as one method, and one that chooses.
 * Confined to the world's thread.
 */
final class SimFaults {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    /** What may happen; the order is that of the dice. */
    enum Kind {
        CUT,
        CUT_HALF_OPEN,
        CUT_UNSEEN_BY_CLIENT,
        CUT_AT_BYTE_DOWN,
        CUT_AT_BYTE_UP,
        LINK_BREAK,
        LINK_BREAK_OLD_READ_LAST,
        GATEWAY_CRASH,
        GATEWAY_FREEZE,
        DRAIN,
        OWNER_CRASH,
        HANDOVER,
        HANDOVER_LOST,
        STALE_COPY,
        OLDER_ATTEMPT_BACK,
        MEMBERSHIP_ENDED,
        MAILBOX_FULL,
        EVENT_LOST,
        CUT_DURING_REPLAY,
        BURST_DURING_REPLAY,
        GAPS_DURING_REPLAY,
        CUT_BEFORE_STATE,
        REQUEST_STUCK,
        BURST,
        SNAPSHOT
    }

    private static final Set<Kind> OF_OWNERS =
            EnumSet.of(Kind.OWNER_CRASH, Kind.HANDOVER, Kind.HANDOVER_LOST, Kind.STALE_COPY);

    private final SimCluster cluster;
    private final SimWorld world;

    SimFaults(SimCluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
    }

    /** One fault of chance. */
    void any() {
        Kind[] kinds = Kind.values();
        happen(kinds[world.random().nextInt(kinds.length)]);
    }

    /** One fault of that kind, somewhere. */
    void happen(Kind kind) {
        if (cluster.moving() && OF_OWNERS.contains(kind)) {
            return; // there is nobody to whom it could happen
        }
        world.note("FAULT " + kind);
        cluster.count("fault " + kind);
        switch (kind) {
            case CUT -> cut(soon(), soon());
            case CUT_HALF_OPEN -> cut(soon(), -1);
            case CUT_UNSEEN_BY_CLIENT -> cut(-1, soon());
            case CUT_AT_BYTE_DOWN -> eachOf(1, wire -> wire.cutAfterDown(bytes(), soon()));
            case CUT_AT_BYTE_UP -> eachOf(1, wire -> wire.cutAfterUp(bytes(), soon()));
            case LINK_BREAK -> breakLink(anyGateway(), 0);
            case LINK_BREAK_OLD_READ_LAST -> breakLink(anyGateway(), 300 * MILLI);
            case GATEWAY_CRASH -> crash(anyGateway());
            case GATEWAY_FREEZE -> freeze(anyGateway());
            case DRAIN -> drain(anyGateway());
            case OWNER_CRASH -> crash();
            case HANDOVER -> handOver(false);
            case HANDOVER_LOST -> handOver(true);
            case STALE_COPY -> cutOffHome();
            case OLDER_ATTEMPT_BACK -> bringBackAnOlderAttempt();
            case MEMBERSHIP_ENDED -> endAMembership();
            case MAILBOX_FULL -> fillMailbox(world.oneIn(2));
            case EVENT_LOST -> loseEvents();
            case CUT_DURING_REPLAY -> missMuch(SimTraps.Trap.CUT_IN_REPLAY);
            case BURST_DURING_REPLAY -> missMuch(SimTraps.Trap.BURST_IN_REPLAY);
            case GAPS_DURING_REPLAY -> missMuch(SimTraps.Trap.GAPS_IN_REPLAY);
            case REQUEST_STUCK -> stickARequest();
            case CUT_BEFORE_STATE -> trapBeforeState();
            case BURST -> burst((int) world.between(5, 40));
            case SNAPSHOT -> snapshot();
        }
    }

    private long soon() {
        return world.between(0, 800 * MILLI);
    }

    private long bytes() {
        return world.between(0, 400);
    }

    private SimGateway anyGateway() {
        return cluster.gateway(world.random().nextInt(cluster.gateways().size()));
    }

    /** Something that happens to a wire. */
    interface OnWire {
        void happen(SimWire wire);
    }

    private void eachOf(int count, OnWire what) {
        List<SimWire> wires = new ArrayList<>();
        for (SimPlayer player : cluster.players()) {
            SimTap tap = player.newest();
            if (tap != null && !tap.wire().cut()) {
                wires.add(tap.wire());
            }
        }
        for (int i = 0; i < count && !wires.isEmpty(); i++) {
            what.happen(wires.remove(world.random().nextInt(wires.size())));
        }
    }

    private void cut(long clientNanos, long serverNanos) {
        eachOf(1, wire -> wire.cut(clientNanos, serverNanos));
    }

    /** A link breaks; what is left of it may be read much later. */
    void breakLink(SimGateway gateway, long lateNanos) {
        long late = world.between(0, lateNanos);
        long nodeNanos = lateNanos > 0 ? late + 20 * MILLI : world.between(0, 200 * MILLI);
        gateway.breakLink(
                new SimCable.Break(world.between(0, 200 * MILLI), nodeNanos, late, -1, -1));
    }

    /** A gateway dies, and another starts in its place. */
    void crash(SimGateway gateway) {
        if (!gateway.dead()) {
            gateway.crash();
            world.after(world.between(10 * MILLI, 4 * SECOND), gateway::restart);
        }
    }

    /** A gateway stands still, and wakes not knowing that it did. */
    void freeze(SimGateway gateway) {
        if (!gateway.dead() && !gateway.loop().frozen()) {
            gateway.loop().freeze();
            SimLoop loop = gateway.loop();
            askAll();
            long sleep = world.oneIn(2) ? 4 * SECOND : 25 * SECOND;
            world.after(world.between(sleep / 2, sleep), () -> wake(gateway, loop));
        }
    }

    /** Everybody asks something, so that requests are under way. */
    private void askAll() {
        for (SimPlayer player : cluster.players()) {
            int route = SimServices.PLAIN + world.random().nextInt(3);
            player.loop().execute(() -> player.ask(route));
        }
    }

    /** A frozen gateway goes on where it was. */
    void wake(SimGateway gateway, SimLoop loop) {
        for (SimPlayer player : cluster.players()) {
            SimTap newest = player.newest();
            boolean elsewhere =
                    newest != null && newest.welcome() && newest.wire().server().loop() != loop;
            if (elsewhere && gateway.holds(player)) {
                cluster.saw(Scenario.FROZEN_GATEWAY_WAKES_AFTER_THE_SESSION_MOVED);
            }
        }
        loop.wake();
    }

    /** A connection half open; its client comes back, and then the link breaks behind the old. */
    private void bringBackAnOlderAttempt() {
        eachOf(
                1,
                wire -> {
                    wire.cut(0, -1);
                    SimGateway old = cluster.gatewayOn(wire.server().loop());
                    if (old != null) {
                        old.refuse(true);
                        world.after(world.between(500 * MILLI, 4 * SECOND), () -> comeBack(old));
                    }
                });
    }

    private void drain(SimGateway gateway) {
        if (!gateway.dead() && gateway.listening()) {
            gateway.drain();
        }
    }

    private void comeBack(SimGateway old) {
        old.refuse(false);
        if (!old.dead()) {
            breakLink(old, 0);
        }
    }

    // ---- owners ----

    private void crash() {
        if (world.oneIn(2)) {
            crashHome();
            return;
        }
        snapshot();
        world.after(
                MILLI / 5,
                () -> {
                    if (!cluster.moving()) {
                        crashHome(SimStore.Choice.NEWEST);
                    }
                });
    }

    /** The home dies; everything starts again from snapshots, some of them old. */
    void crashHome() {
        crashHome(SimStore.Choice.ANY);
    }

    /** The home dies; everything starts again from such snapshots. */
    void crashHome(SimStore.Choice choice) {
        SimNode old = cluster.home();
        SimNode fresh = cluster.newNode();
        old.crash();
        cluster.home(fresh);
        cluster.moving(true);
        breakLinksTo(old, 2 * SECOND);
        world.after(
                world.between(0, 500 * MILLI),
                () -> {
                    cluster.store().restoreAll(fresh, old, choice);
                    cluster.moving(false);
                });
    }

    private void cutOffHome() {
        cluster.traps().arm(SimTraps.Trap.CUT_BEFORE_STATE);
        SimNode old = cluster.home();
        cutOffHome(gateway -> world.oneIn(2));
        for (SimGateway gateway : cluster.gateways()) {
            if (gateway.misled()) {
                world.after(world.between(SECOND, 8 * SECOND), () -> enlighten(gateway, old));
            }
        }
    }

    /** The home is cut off and lives on for the misled; another takes over from snapshots. */
    void cutOffHome(Predicate<SimGateway> misled) {
        SimNode old = cluster.home();
        SimNode fresh = cluster.newNode();
        cluster.home(fresh);
        cluster.store().restoreAll(fresh, old, SimStore.Choice.ANY);
        for (SimGateway gateway : cluster.gateways()) {
            if (!gateway.dead() && !gateway.misled()) {
                if (misled.test(gateway)) {
                    gateway.believe(old);
                } else {
                    breakLink(gateway, 0);
                }
            }
        }
    }

    private void enlighten(SimGateway gateway, SimNode old) {
        gateway.believe(null);
        if (!gateway.dead()) {
            breakLink(gateway, 0);
        }
        world.note(gateway.name() + " leaves " + old.name());
    }

    /** All owners move to another node, alive; or the message that carries them is lost. */
    void handOver(boolean lost) {
        SimNode old = cluster.home();
        SimNode fresh = cluster.newNode();
        cluster.moving(true);
        cluster.home(fresh);
        Map<OwnerId, Integer> fences = new LinkedHashMap<>();
        Map<OwnerId, OwnerHandover> given = new LinkedHashMap<>();
        for (SimGateway gateway : cluster.gateways()) {
            SimCable cable = gateway.cable();
            if (!gateway.dead()
                    && cable != null
                    && SimWatch.holds(cable.underWayUp(), LinkFrame.Input.class)) {
                cluster.saw(Scenario.MOVE_WITH_INPUTS_IN_FLIGHT);
            }
        }
        for (SimOwner owner : old.owners()) {
            fences.put(owner.id(), cluster.fence(owner.id()));
            given.put(owner.id(), owner.handOver());
            old.forget(owner);
        }
        long travel = world.between(0, 300 * MILLI);
        long patience = lost ? world.between(0, 600 * MILLI) : travel + SECOND;
        world.after(travel, () -> takeOver(fresh, given, fences));
        if (lost) {
            world.after(patience, () -> takeOver(old, given, fences));
        }
        world.after(Math.max(travel, patience), () -> arrive(old, fresh));
    }

    /** Whoever wins the fences speaks, with the same epoch; the other does not. */
    private void takeOver(
            SimNode node, Map<OwnerId, OwnerHandover> given, Map<OwnerId, Integer> fences) {
        given.forEach(
                (id, handover) -> {
                    if (node.dead() || !cluster.raiseFence(id, fences.getOrDefault(id, 0))) {
                        cluster.saw(Scenario.HANDOVER_THAT_ONLY_ONE_SIDE_WINS);
                        return;
                    }
                    node.host(
                            OwnerStream.resume(cluster.spec(id, handover.epoch()), handover),
                            false);
                    cluster.count("owner moved");
                });
    }

    private void arrive(SimNode old, SimNode fresh) {
        boolean atOld = old.owners().size() > fresh.owners().size();
        if (cluster.home() == fresh && atOld) {
            cluster.home(old);
        }
        cluster.moving(false);
        breakLinksTo(cluster.home() == old ? fresh : old, 2 * SECOND);
    }

    /** All links to {@code node} break; the gateways learn of it within that time. */
    void breakLinksTo(SimNode node, long noticeNanos) {
        for (SimGateway gateway : cluster.gateways()) {
            SimCable cable = gateway.cable();
            if (!gateway.dead() && cable != null && cable.node().loop() == node.loop()) {
                if (!node.dead() && cable.underWayDown().isReadable()) {
                    cluster.saw(Scenario.MOVE_KNOWN_BEFORE_THE_OLD_LINK_IS_DRAINED);
                }
                gateway.breakLink(
                        new SimCable.Break(
                                world.between(0, noticeNanos),
                                world.between(0, SECOND),
                                0,
                                -1,
                                -1));
            }
        }
    }

    /** A room ends the membership of one; its game joins again. */
    void endAMembership() {
        SimOwner room = cluster.home().owner(cluster.roomId());
        if (room != null) {
            room.post(() -> anySeat(room).ifPresent(seat -> room.leave(seat, GoneReason.KICKED)));
        }
    }

    /** A request stays in a frozen gateway while its client asks again elsewhere. */
    private void stickARequest() {
        SimGateway gateway = anyGateway();
        if (gateway.dead() || gateway.loop().frozen()) {
            return;
        }
        SimLoop loop = gateway.loop();
        gateway.refuse(true);
        loop.freeze();
        askAll();
        for (SimWire wire : gateway.wires()) {
            world.after(200 * MILLI, () -> wire.cut(0, -1));
        }
        world.after(
                world.between(2 * SECOND, 5 * SECOND),
                () -> {
                    gateway.refuse(false);
                    wake(gateway, loop);
                });
    }

    private void trapBeforeState() {
        cluster.traps()
                .arm(
                        world.oneIn(2)
                                ? SimTraps.Trap.CUT_BEFORE_STATE
                                : SimTraps.Trap.CUT_BEFORE_STATE_TWICE);
    }

    /** One is away while much is said, and its return has a trap. */
    private void missMuch(SimTraps.Trap trap) {
        cut(0, 0);
        world.after(30 * MILLI, () -> burst(4));
        cluster.traps().arm(trap);
    }

    /**
     * A room has no place for what a member says while all speak, and has its gateway attach it
     * again.
     *
     * @param inputLost whether an input finds no place, or only might have
     */
    void fillMailbox(boolean inputLost) {
        cluster.traps().chatter();
        world.after(
                world.between(100 * MILLI, 400 * MILLI),
                () -> {
                    SimOwner room = cluster.home().owner(cluster.roomId());
                    if (room != null && inputLost) {
                        room.post(room::refuseNextInput);
                    } else if (room != null) {
                        room.post(() -> anySeat(room).ifPresent(room::again));
                    }
                });
    }

    private Optional<Seat> anySeat(SimOwner room) {
        List<Seat> seats = List.copyOf(room.stream().seats());
        return seats.isEmpty()
                ? Optional.empty()
                : Optional.of(seats.get(world.random().nextInt(seats.size())));
    }

    private void loseEvents() {
        List<SimNodeLink> links = cluster.home().links();
        if (!links.isEmpty()) {
            links.get(world.random().nextInt(links.size())).loseEvents(1);
        }
    }

    /** The owners say a lot, to everybody and to one. */
    void burst(int count) {
        for (SimOwner owner : cluster.home().owners()) {
            owner.post(
                    () -> {
                        for (int i = 0; i < count; i++) {
                            owner.say(Set.of());
                        }
                    });
        }
    }

    /** The owners write snapshots. */
    void snapshot() {
        for (SimOwner owner : cluster.home().owners()) {
            owner.post(() -> cluster.store().save(owner));
        }
    }

    // ---- the end of it ----

    /** Everything that is broken is mended, and stale copies are removed. */
    void heal() {
        cluster.traps().disarm();
        for (SimGateway gateway : cluster.gateways()) {
            if (gateway.loop().frozen()) {
                gateway.loop().wake();
            }
            if (gateway.dead()) {
                gateway.restart();
            }
            gateway.believe(null);
            gateway.refuse(false);
        }
        cluster.home().links().forEach(link -> link.loseEvents(0));
        for (SimNode node : cluster.nodes()) {
            if (node != cluster.home() && !node.dead()) {
                node.crash();
                breakLinksTo(node, SECOND);
            }
        }
    }
}
