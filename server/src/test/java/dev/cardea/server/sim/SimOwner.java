package dev.cardea.server.sim;

import dev.cardea.session.Delivery;
import dev.cardea.session.Identity;
import dev.cardea.session.OwnerId;
import dev.cardea.session.SessionId;
import dev.cardea.stream.AttachOutcome;
import dev.cardea.stream.InputOutcome;
import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.OwnerHandover;
import dev.cardea.stream.OwnerLink;
import dev.cardea.stream.OwnerSnapshot;
import dev.cardea.stream.OwnerStream;
import dev.cardea.stream.Seat;
import dev.cardea.testkit.SimLoop;
import dev.cardea.testkit.history.Fact;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.GoneReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A room, or an agent, in the simulation: the real {@link OwnerStream} under a host that can crash,
 * be restored and move. Confined to its own loop; {@link #post} is its mailbox.
 *
 * <p>What the room does is simple: it repeats each input to everybody, and now and then says
 * something to one.
 */
final class SimOwner {
    /** Turns of a room are this long apart at most; several inputs share one. */
    private static final long TURN_NANOS = 300_000;

    /** Time until a replay goes on that did not fit into one flush. */
    private static final long REPLAY_NANOS = 200_000;

    private final SimCluster cluster;
    private final SimNode node;
    private final SimLoop loop;
    private final OwnerStream stream;
    private final boolean restored;

    /** The attempt that each seat's route stands for, for the judge. */
    private final Map<SessionId, Integer> attempts = new HashMap<>();

    private boolean refuseNext;
    private boolean turnAsked;
    private boolean stopped;

    /** An owner with a stream of its own making. */
    SimOwner(SimNode node, OwnerStream stream, boolean restored) {
        this.node = node;
        this.cluster = node.cluster();
        this.stream = stream;
        this.restored = restored;
        this.loop = cluster.world().loop(node.name() + "." + stream.id().type());
    }

    OwnerId id() {
        return stream.id();
    }

    long epoch() {
        return stream.epoch();
    }

    boolean stopped() {
        return stopped;
    }

    /** The stream, for tests that look into it. */
    OwnerStream stream() {
        return stream;
    }

    /** Puts {@code event} into the mailbox. */
    void post(Runnable event) {
        loop.execute(
                () -> {
                    if (!stopped) {
                        event.run();
                        askForTurn();
                    }
                });
    }

    private void askForTurn() {
        if (!turnAsked) {
            turnAsked = true;
            long wait = cluster.world().between(0, TURN_NANOS);
            loop.after(wait, this::endTurn);
        }
    }

    private void endTurn() {
        turnAsked = false;
        if (!stopped && stream.flush()) {
            turnAsked = true;
            loop.after(REPLAY_NANOS, this::endTurn);
        }
    }

    // ---- what comes from links ----

    /** ATTACH, on the owner's loop. */
    void attach(OwnerLink link, int ownerRef, LinkFrame.Open who, LinkFrame.Attach attach) {
        if (id().isAgent() && stream.seatOf(who.session()) == null) {
            stream.reserve(who.session(), who.who());
        }
        if (restored && stream.seatOf(who.session()) == null) {
            node.refuse(link, attach, GoneReason.RESTARTED);
            return;
        }
        if (attempts.getOrDefault(who.session(), 0) > who.attempt()) {
            cluster.saw(Scenario.OLDER_ATTEMPT_COMES_LATE);
        }
        switch (stream.attach(link, ownerRef, who, attach)) {
            case AttachOutcome.First first -> {
                took(first.seat(), who);
                say(Set.of());
            }
            case AttachOutcome.Fresh fresh -> took(fresh.seat(), who);
            case AttachOutcome.Recovered recovered -> {
                took(recovered.seat(), who);
                if (attach.position().seq() < stream.seq()) {
                    node.onReplay(this, link);
                }
            }
            case AttachOutcome.Refused refused -> cluster.count("attach refused");
            case AttachOutcome.Stale stale -> {
                cluster.saw(
                        attach.position().held()
                                ? Scenario.STALE_COPY_FOUND_OUT_BY_POSITION
                                : Scenario.STALE_COPY_FOUND_OUT_BY_EPOCH_ALONE);
                stop();
                node.forget(this);
            }
        }
    }

    private void took(Seat seat, LinkFrame.Open who) {
        attempts.put(who.session(), who.attempt());
        fact(new Fact.Took(name(), epoch(), client(seat), who.attempt()));
    }

    /** DETACH, on the owner's loop. */
    void detach(OwnerLink link, int ref) {
        lost(stream.detach(link, ref));
    }

    /** The link is gone, on the owner's loop. */
    void linkLost(OwnerLink link) {
        stream.linkLost(link).forEach(this::lost);
    }

    private void lost(@Nullable Seat seat) {
        if (seat != null) {
            fact(new Fact.Lost(name(), epoch(), client(seat)));
        }
    }

    /** INPUT, on the owner's loop. */
    void input(OwnerLink link, LinkFrame.Input input, Bytes body) {
        Seat seat = stream.seatAt(link, input.ref());
        if (seat == null) {
            cluster.count("input without a route");
            return;
        }
        if (refuseNext) {
            refuseNext = false;
            again(seat);
            return;
        }
        ByteBuf read = Unpooled.wrappedBuffer(body.toArray());
        InputOutcome outcome = stream.input(seat, input);
        cluster.count("input " + outcome);
        if (outcome == InputOutcome.EARLY) {
            cluster.saw(Scenario.INPUT_AFTER_A_LOST_ONE);
        }
        if (outcome == InputOutcome.APPLY) {
            apply(seat, input.n(), SimBody.number(read));
        }
    }

    /** The mailbox is full: the next input finds no place. */
    void refuseNextInput() {
        refuseNext = true;
    }

    /** Has the gateway attach that seat again. */
    void again(Seat seat) {
        if (seat.attached()) {
            lost(seat);
            stream.again(seat);
        }
    }

    private void apply(Seat seat, int n, long number) {
        if (number == 0) {
            leave(seat, GoneReason.LEFT);
            return;
        }
        int attempt = attempts.getOrDefault(seat.session(), 0);
        fact(new Fact.Applied(name(), epoch(), client(seat), attempt, seat.number(), n, number));
        say(Set.of());
        if (cluster.world().oneIn(4)) {
            say(Set.of(seat.number()));
        }
        if (cluster.world().oneIn(6)) {
            passing();
        }
    }

    // ---- what the room does ----

    /** Reserves a seat, on the owner's loop. */
    void join(SessionId session, Identity who) {
        stream.reserve(session, who);
    }

    /** Says something to everybody, or to those seats alone. */
    void say(Set<Integer> only) {
        if (stream.seq() > 0xFFFF_FFFFL) {
            cluster.saw(Scenario.NUMBERS_BEYOND_32_BITS);
        }
        long number = cluster.nextNumber();
        ByteBuf body = SimBody.of(number, (int) cluster.world().between(0, 24));
        if (only.isEmpty()) {
            Set<Integer> all =
                    stream.seats().stream().map(Seat::number).collect(Collectors.toSet());
            fact(new Fact.Said(name(), epoch(), stream.seq() + 1, all, number));
            stream.broadcast(Delivery.RELIABLE, body);
            return;
        }
        for (Seat seat : stream.seats()) {
            if (only.contains(seat.number())) {
                Set<Integer> one = Set.of(seat.number());
                fact(new Fact.Said(name(), epoch(), stream.seq() + 1, one, number));
                stream.send(seat, Delivery.RELIABLE, body);
            }
        }
    }

    private void passing() {
        ByteBuf body = SimBody.passing(cluster.nextNumber());
        boolean latest = cluster.world().oneIn(2);
        stream.broadcast(latest ? Delivery.latest(7) : Delivery.UNRELIABLE, body);
    }

    /** Ends a membership from the owner's side. */
    void leave(Seat seat, GoneReason why) {
        attempts.remove(seat.session());
        fact(new Fact.Ended(name(), epoch(), client(seat)));
        stream.end(seat, why, why.text());
    }

    /** Ends the membership of whoever has been away too long. */
    void expire() {
        stream.expired().forEach(seat -> leave(seat, GoneReason.SEAT_EXPIRED));
    }

    // ---- crash and move ----

    /** Writes a snapshot that {@link SimCluster} keeps. */
    OwnerSnapshot snapshot() {
        return stream.snapshot();
    }

    /** Stops without a word; its loop runs no more. */
    void kill() {
        stopped = true;
        loop.kill();
    }

    /** Stops, but lets what it said go out. */
    void stop() {
        stopped = true;
    }

    /** R7: stops and gives everything away. */
    OwnerHandover handOver() {
        stopped = true;
        stream.seats().forEach(this::lost);
        return stream.handOver();
    }

    private String name() {
        return id().toString();
    }

    private static String client(Seat seat) {
        return seat.session().toString();
    }

    private void fact(Fact fact) {
        cluster.tell(fact);
    }
}
