package dev.cardea.server.sim;

import dev.cardea.stream.LinkFrame;
import dev.cardea.testkit.SimLoop;
import dev.cardea.testkit.SimWire;
import dev.cardea.testkit.SimWorld;
import java.util.List;
import java.util.function.Consumer;

/**
 * Everything that can go wrong around the server's own node, and one that chooses. Confined to the
 * world's thread.
 */
final class LiveFaults {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;

    /** What may happen; the order is that of the dice. */
    enum Kind {
        CUT,
        CUT_HALF_OPEN,
        CUT_UNSEEN_BY_CLIENT,
        CUT_AT_BYTE_DOWN,
        CUT_AT_BYTE_UP,
        CUT_ALL,
        SLOW_READER,
        AWAY_FOR_LONG,
        SECOND_LOGIN,
        LINK_BREAK,
        LINK_BREAK_OLD_READ_LAST,
        GATEWAY_CRASH,
        GATEWAY_FREEZE,
        GATEWAY_DRAIN,
        NODE_RESTART,
        ROOMS_STALL,
        SERVICES_STALL,
        ROOM_CLOSES,
        ROOM_FAILS,
        KICK,
        BURST,
        FLOOD,
        QUESTIONS
    }

    private final LiveCluster cluster;
    private final SimWorld world;

    LiveFaults(LiveCluster cluster) {
        this.cluster = cluster;
        this.world = cluster.world();
    }

    /** One fault of chance. */
    void any() {
        Kind[] kinds = Kind.values();
        happen(kinds[world.random().nextInt(kinds.length)]);
    }

    private void happen(Kind kind) {
        world.note("FAULT " + kind);
        cluster.judge().count("fault " + kind);
        switch (kind) {
            case CUT -> onWire(wire -> wire.cut(soon(), soon()));
            case CUT_HALF_OPEN -> onWire(wire -> wire.cut(soon(), -1));
            case CUT_UNSEEN_BY_CLIENT -> onWire(wire -> wire.cut(-1, soon()));
            case CUT_AT_BYTE_DOWN -> onWire(wire -> wire.cutAfterDown(bytes(), soon()));
            case CUT_AT_BYTE_UP -> onWire(wire -> wire.cutAfterUp(bytes(), soon()));
            case CUT_ALL -> cluster.players().forEach(this::cut);
            case SLOW_READER -> onWire(this::readSlowly);
            case AWAY_FOR_LONG -> goAway(cluster.anyPlayer());
            case SECOND_LOGIN -> signInElsewhere(cluster.anyPlayer());
            case LINK_BREAK -> anyGateway().breakLink(soon() / 4, soon() / 4, 0);
            case LINK_BREAK_OLD_READ_LAST -> breakLinkReadLate(anyGateway());
            case GATEWAY_CRASH -> crash(anyGateway());
            case GATEWAY_FREEZE -> stall(anyGateway().loop(), 25 * SECOND);
            case GATEWAY_DRAIN -> anyGateway().drain();
            case NODE_RESTART -> restartNode();
            case ROOMS_STALL -> stallRooms();
            case SERVICES_STALL -> stallServices();
            case ROOM_CLOSES -> tell(new LiveRoom.Told.Close());
            case ROOM_FAILS -> tell(new LiveRoom.Told.Fail());
            case KICK -> tell(new LiveRoom.Told.Kick((int) world.between(0, 3)));
            case BURST -> burst();
            case FLOOD -> onLoop(cluster.anyPlayer(), LivePlayer::flood);
            case QUESTIONS -> cluster.players().forEach(one -> onLoop(one, LivePlayer::askAll));
        }
    }

    private long soon() {
        return world.between(0, 800 * MILLI);
    }

    private long bytes() {
        return world.between(0, 400);
    }

    private LiveGateway anyGateway() {
        List<LiveGateway> all = cluster.gateways();
        return all.get(world.random().nextInt(all.size()));
    }

    private static void onLoop(LivePlayer player, Consumer<LivePlayer> what) {
        player.loop().execute(() -> what.accept(player));
    }

    private void onWire(Consumer<SimWire> what) {
        LiveTap tap = cluster.anyPlayer().newest();
        if (tap != null && !tap.wire().cut()) {
            what.accept(tap.wire());
        }
    }

    private void cut(LivePlayer player) {
        LiveTap tap = player.newest();
        if (tap != null && !tap.wire().cut()) {
            tap.wire().cut(soon(), soon());
        }
    }

    /** A player's machine takes nothing for a while, in which much is said. */
    private void readSlowly(SimWire wire) {
        wire.client().pauseReading();
        burst();
        world.after(
                world.between(SECOND, 12 * SECOND),
                () -> wire.client().loop().run(wire.client()::resumeReading));
    }

    private void goAway(LivePlayer player) {
        player.offline(true);
        cut(player);
        long seat = cluster.plan().seat().toNanos();
        world.after(world.between(seat / 2, 3 * seat), () -> player.offline(false));
    }

    private void signInElsewhere(LivePlayer player) {
        if (!player.session().isEmpty()) {
            cluster.secondLogin(player).start();
        }
    }

    /**
     * Everybody comes back, and the link breaks when somebody's ATTACH is on its way; what is left
     * of it is read after the gateway has another.
     */
    private void breakLinkReadLate(LiveGateway gateway) {
        cluster.players().forEach(this::cut);
        breakLinkAtAttach(gateway, world.nanos() + 3 * SECOND);
    }

    private void breakLinkAtAttach(LiveGateway gateway, long endNanos) {
        if (gateway.sends(LinkFrame.Attach.class)) {
            cluster.judge().count("link broken with ATTACH under way");
            long late = world.between(0, 600 * MILLI);
            gateway.breakLink(0, late + 20 * MILLI, late);
        } else if (world.nanos() < endNanos) {
            world.after(MILLI / 5, () -> breakLinkAtAttach(gateway, endNanos));
        }
    }

    private void crash(LiveGateway gateway) {
        if (!gateway.dead()) {
            gateway.crash();
            world.after(world.between(10 * MILLI, 4 * SECOND), gateway::restart);
        }
    }

    /** A thread stands still, and goes on not knowing that it did. */
    private void stall(SimLoop loop, long nanosMax) {
        if (!loop.frozen() && !loop.killed()) {
            loop.freeze();
            world.after(world.between(nanosMax / 50, nanosMax), loop::wake);
        }
    }

    private void restartNode() {
        cluster.players().forEach(one -> onLoop(one, LivePlayer::askAll));
        world.after(world.between(0, 300 * MILLI), this::killNode);
    }

    private void killNode() {
        if (!cluster.node().dead()) {
            cluster.killNode();
            world.after(world.between(1_100 * MILLI, 4 * SECOND), cluster::restartNode);
        }
    }

    /** No room has its turn for a second, while all say more than may wait. */
    void crowd() {
        cluster.node().rooms().freeze();
        world.after(SECOND, cluster.node().rooms()::wake);
        cluster.players().forEach(one -> onLoop(one, LivePlayer::flood));
    }

    /** The same, maybe for longer, and one is gone then. */
    private void stallRooms() {
        stall(cluster.node().rooms(), 5 * SECOND);
        cluster.players().forEach(one -> onLoop(one, LivePlayer::flood));
        LivePlayer player = cluster.anyPlayer();
        world.after(world.between(150 * MILLI, SECOND), () -> goAway(player));
    }

    private void stallServices() {
        stall(cluster.node().services(), 20 * SECOND);
        cluster.players().forEach(one -> onLoop(one, LivePlayer::askAll));
    }

    private void tell(LiveRoom.Told what) {
        LiveNode node = cluster.node();
        if (!node.dead()) {
            node.tell(cluster.anyRoom(), what);
        }
    }

    /** The rooms say a lot, and the agents. */
    private void burst() {
        int count = (int) world.between(5, 40);
        tell(new LiveRoom.Told.Burst(count, world.oneIn(3) ? 800 : 20));
        whisperAll();
    }

    /** Everybody's agent has something to say. */
    void whisperAll() {
        LiveNode node = cluster.node();
        if (!node.dead()) {
            cluster.players().stream().map(LivePlayer::account).distinct().forEach(node::whisper);
        }
    }

    // ---- the end of it ----

    /** Everything that is broken is mended. */
    void heal() {
        cluster.restartNode();
        wake(cluster.node().rooms());
        wake(cluster.node().services());
        for (LiveGateway gateway : cluster.gateways()) {
            wake(gateway.loop());
            gateway.restart();
        }
        for (LivePlayer player : cluster.players()) {
            player.offline(false);
            LiveTap tap = player.newest();
            if (tap != null) {
                player.loop().run(tap.wire().client()::resumeReading);
            }
        }
    }

    private static void wake(SimLoop loop) {
        if (loop.frozen()) {
            loop.wake();
        }
    }

    /** Something is said everywhere. */
    void speakEverywhere() {
        for (String key : cluster.keys()) {
            cluster.node().tell(LiveCluster.room(key), new LiveRoom.Told.Burst(2, 10));
        }
        whisperAll();
    }
}
