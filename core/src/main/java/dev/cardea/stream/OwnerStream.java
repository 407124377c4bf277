package dev.cardea.stream;

import dev.cardea.session.Delivery;
import dev.cardea.session.Identity;
import dev.cardea.session.OwnerId;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.GoneReason;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The owner's half of the streams to its members: rules R1 to R15 of docs/PROTOCOL.md, "Streams".
 * Confined to the owner (a room's worker). Pure: it has no thread, and its only clock is the one in
 * its {@link OwnerSpec}.
 *
 * <p>A message gets the next number, goes into the ring, and is written once to each link that has
 * live members. A member that comes back with a position which the ring still covers gets what it
 * missed, a piece in each {@link #flush}, and joins the live audience in the same step in which it
 * has everything (R3d). Any other position gets the full state. There is no third answer, so there
 * is never a silent gap.
 */
public final class OwnerStream {
    /** Bytes that one flush replays to all members behind one link; the rest waits for the next. */
    public static final int REPLAY_BYTES_PER_LINK = 512 * 1024;

    private final OwnerSpec spec;
    private final String name;
    private final Ring ring;
    private final Seats seats;
    private final List<LinkRoute> links = new ArrayList<>(2);
    private final Latest latest = new Latest();

    /** Seats with inputs applied that their gateway was not told of. */
    private final List<Seat> toTell = new ArrayList<>(0);

    private Rows rows = Rows.NONE;
    private RowNews news = new RowNews(rows, links);
    private long seq;
    private int replaying;

    /** A stream that nobody is a member of. */
    public OwnerStream(OwnerSpec spec) {
        this(spec, spec.firstSeq(), spec.firstSeq());
    }

    private OwnerStream(OwnerSpec spec, long seq, long ringFloor) {
        this.spec = spec;
        this.name = spec.id().toString();
        this.seq = seq;
        this.ring = new Ring(spec, ringFloor);
        this.seats = new Seats(spec.limits(), spec.nanos());
    }

    /** From now on members are shown {@code shown}. Before anybody attaches. */
    public void show(Rows shown) {
        rows = shown;
        news = new RowNews(shown, links);
    }

    /** Whose stream it is. */
    public OwnerId id() {
        return spec.id();
    }

    /** The history that it tells. */
    public long epoch() {
        return spec.epoch();
    }

    /** The number of the last message. */
    public long seq() {
        return seq;
    }

    // ---- membership ----

    /**
     * A seat for {@code session}, the one it has or a new one. A new one is held for the reserved
     * time and taken by the first ATTACH.
     */
    public Seat reserve(SessionId session, Identity who) {
        return reserve(session, who, false);
    }

    /**
     * The same; a new seat is a spectator's if it {@code watches}. One that is there stays what it
     * is: see {@link Seat#watches}.
     */
    public Seat reserve(SessionId session, Identity who, boolean watches) {
        return seats.reserve(session, who, watches);
    }

    /** The seat of {@code session}, or null if it has none. */
    public @Nullable Seat seatOf(SessionId session) {
        return seats.of(session);
    }

    /** How many seats are players', reserved ones too. */
    public int players() {
        return seats.players();
    }

    /** How many seats are spectators', reserved ones too. */
    public int spectators() {
        return seats.spectators();
    }

    /** All seats, oldest first, reserved ones too. A view. */
    public Collection<Seat> seats() {
        return seats.all();
    }

    /** Ends a membership and tells the session why. What it had in flight is void. */
    public void end(Seat seat, GoneReason reason, String text) {
        LinkRoute route = seat.route;
        if (route != null) {
            int ref = seat.ref;
            unroute(seat);
            route.write(new LinkFrame.Gone(ref, 0, name, reason.number(), text));
        }
        seats.remove(seat);
    }

    /** The seats whose time is up: away or reserved for too long. The caller ends them. */
    public List<Seat> expired() {
        ring.expire(now());
        return seats.expired();
    }

    /** When {@link #expired} has something to do, or Long.MAX_VALUE. */
    public long nextDeadlineNanos() {
        return Math.min(ring.nextExpiryNanos(), seats.nextDeadlineNanos());
    }

    // ---- attach and detach ----

    /**
     * Answers ATTACH (R3, R4, R9): ATTACHED and the state, or ATTACHED and then, with {@link
     * #flush}, what was missed; GONE where there is no seat; SUPERSEDED where a newer attempt was
     * seen.
     *
     * @param ownerRef the node's number of this owner and epoch on that link
     * @param who the connection that {@code attach.ref()} stands for
     */
    public AttachOutcome attach(
            OwnerLink link, int ownerRef, LinkFrame.Open who, LinkFrame.Attach attach) {
        if (Epoch.isNewer(attach.position().epoch(), epoch())) {
            return new AttachOutcome.Stale();
        }
        LinkRoute route = route(link, ownerRef);
        Seat seat = seats.of(who.session());
        if (seat == null) {
            GoneReason why = GoneReason.NO_SEAT;
            route.write(
                    new LinkFrame.Gone(
                            attach.ref(), attach.attachId(), name, why.number(), why.text()));
            return new AttachOutcome.Refused();
        }
        if (!admits(seat, who.attempt())) {
            route.write(new LinkFrame.Superseded(attach.ref()));
            return new AttachOutcome.Refused();
        }
        return answer(route, seat, who, attach);
    }

    private boolean admits(Seat seat, int attempt) {
        if (Integer.compareUnsigned(attempt, seat.attempt) < 0) {
            return false;
        }
        int ahead = attempt - seat.attempt;
        return seat.attempt == 0
                || Integer.compareUnsigned(ahead, spec.limits().attemptWindow()) <= 0;
    }

    private AttachOutcome answer(
            LinkRoute route, Seat seat, LinkFrame.Open who, LinkFrame.Attach attach) {
        supersede(seat, who.attempt());
        seat.attempt = who.attempt();
        seat.route = route;
        seat.ref = attach.ref();
        seat.attachId = attach.attachId();
        seat.appliedTold = seat.applied;
        route.put(seat.ref, seat);
        Position position = attach.position();
        if (covers(seat, position)) {
            recover(route, seat, position.seq());
            return new AttachOutcome.Recovered(seat);
        }
        boolean first = !seat.taken;
        startFresh(route, seat);
        return first ? new AttachOutcome.First(seat) : new AttachOutcome.Fresh(seat);
    }

    /** R4: takes the seat from the connection that has it, which hears of it if it is an older. */
    private void supersede(Seat seat, int attempt) {
        LinkRoute older = seat.route;
        if (older == null) {
            return;
        }
        int olderRef = seat.ref;
        unroute(seat);
        if (seat.attempt != attempt) {
            older.write(new LinkFrame.Superseded(olderRef));
        }
    }

    private boolean covers(Seat seat, Position position) {
        return seat.taken
                && position.held()
                && position.epoch() == epoch()
                && position.seat() == seat.number()
                && position.seq() >= seat.since
                && position.seq() >= ring.floor()
                && position.seq() <= seq;
    }

    private void recover(LinkRoute route, Seat seat, long from) {
        seat.cursor = from;
        seat.live = false;
        seat.shownAt = Seat.NEVER;
        replaying++;
        route.write(attached(route, seat, false, from));
    }

    private void startFresh(LinkRoute route, Seat seat) {
        if (!seat.taken) {
            seat.taken = true;
            seat.since = seq;
        }
        route.write(attached(route, seat, true, seq));
        if (!rows.differ() && rows.after(spec.firstSeq()).seq() == Long.MAX_VALUE) {
            route.write(new LinkFrame.State(seat.ref, route.ownerRef, true, seq));
            goLive(route, seat);
        } else {
            seat.inState = true;
            seat.stateSeq = seq;
            seat.cursor = spec.firstSeq();
            seat.live = false;
            replaying++;
        }
    }

    private void goLive(LinkRoute route, Seat seat) {
        seat.live = true;
        route.live++;
        route.write(new LinkFrame.Synced(seat.ref, seat.attachId, route.ownerRef));
        if (rows.differ()
                && seat.shownAt != rows.stamped()
                && news.tellWhole(route, seat, seq + 1)) {
            seq++;
        }
    }

    private LinkFrame.Attached attached(LinkRoute route, Seat seat, boolean fresh, long at) {
        return new LinkFrame.Attached(
                seat.ref,
                seat.attachId,
                route.ownerRef,
                fresh,
                name,
                epoch(),
                seat.number(),
                at,
                seat.applied,
                spec.schema(),
                rows.tick(),
                rows.tickRate(),
                route.chain);
    }

    /**
     * The connection {@code ref} left; nothing if the seat is not, or no longer, there. One that
     * was told AGAIN and has not attached since counts as there.
     *
     * @return the seat that is away now, or null
     */
    public @Nullable Seat detach(OwnerLink link, int ref) {
        LinkRoute route = find(link);
        if (route == null) {
            return null;
        }
        Seat asked = route.takeAsked(ref);
        Seat seat = route.seat(ref);
        if (seat == null) {
            return asked == null || asked.route != null ? null : asked;
        }
        unroute(seat);
        return seat;
    }

    /**
     * The link broke; whoever was behind it is away.
     *
     * @return the seats that are away now
     */
    public List<Seat> linkLost(OwnerLink link) {
        LinkRoute route = find(link);
        if (route == null) {
            return List.of();
        }
        List<Seat> away = new ArrayList<>(route.seats());
        away.forEach(this::unroute);
        route.asked().stream().filter(seat -> seat.route == null).forEach(away::add);
        links.remove(route);
        return away;
    }

    /** Drops the seat's route and has the gateway attach again: inputs of it were not taken. */
    public void again(Seat seat) {
        LinkRoute route = seat.route;
        if (route != null) {
            int ref = seat.ref;
            unroute(seat);
            route.ask(ref, seat);
            route.write(new LinkFrame.Again(ref, route.ownerRef));
        }
    }

    /** Closes the connection of a session, wherever it is; for the agent alone. */
    public void kick(Seat seat, CloseCode code, String text) {
        LinkRoute route = seat.route;
        if (route != null) {
            route.write(new LinkFrame.Kick(seat.ref, code.number(), text));
        }
    }

    private void unroute(Seat seat) {
        LinkRoute route = seat.route;
        if (route == null) {
            return;
        }
        route.remove(seat.ref);
        if (seat.live) {
            route.live--;
        } else {
            replaying--;
        }
        seat.live = false;
        seat.inState = false;
        seat.route = null;
        seats.startWaiting(seat);
    }

    // ---- inputs ----

    /** The seat that {@code ref} of that link is attached to, or null. */
    public @Nullable Seat seatAt(OwnerLink link, int ref) {
        LinkRoute route = find(link);
        return route == null ? null : route.seat(ref);
    }

    /** Judges an input (R10, R12); with APPLY it counts as applied, and must be. */
    public InputOutcome input(Seat seat, LinkFrame.Input input) {
        if ((seat.number() & 0xFF) != input.seat()) {
            return InputOutcome.FOREIGN;
        }
        int ahead = input.n() - seat.applied;
        if (ahead <= 0) {
            return InputOutcome.REPEATED;
        }
        if (ahead > 1 && !input.base()) {
            return InputOutcome.EARLY;
        }
        if (seat.applied == seat.appliedTold) {
            toTell.add(seat);
        }
        seat.applied = input.n();
        return InputOutcome.APPLY;
    }

    // ---- sending ----

    /** Says {@code body} to all members. Its bytes are copied; it stays the caller's. */
    public void broadcast(Delivery delivery, ByteBuf body) {
        say(0, null, delivery, body);
    }

    /** Says {@code body} to one member. Its bytes are copied; it stays the caller's. */
    public void send(Seat seat, Delivery delivery, ByteBuf body) {
        say(seat.number(), seat, delivery, body);
    }

    private void say(int to, @Nullable Seat only, Delivery delivery, ByteBuf body) {
        Bytes bytes = Bytes.of(body);
        if (delivery instanceof Delivery.Reliable) {
            seq++;
            ring.push(new Ring.Entry(seq, to, false, bytes, now()));
            spread(only, (route, ref) -> event(route, ref, bytes));
        } else {
            int number = latest.next(delivery);
            spread(
                    only,
                    (route, ref) ->
                            route.write(
                                    new LinkFrame.Passing(route.ownerRef, ref, delivery, number),
                                    bytes));
        }
    }

    private void event(LinkRoute route, int ref, Bytes body) {
        route.write(new LinkFrame.Event(route.ownerRef, ref, route.chain, seq), body);
        route.chain = seq;
    }

    /** Writes one frame to a link, for one session or, with ref 0, for all live ones. */
    private interface Spread {
        void write(LinkRoute route, int ref);
    }

    private void spread(@Nullable Seat only, Spread frame) {
        if (only == null) {
            for (LinkRoute route : links) {
                if (route.live > 0) {
                    frame.write(route, 0);
                }
            }
        } else if (only.live && only.route != null) {
            frame.write(only.route, only.ref);
        }
    }

    /** Ends a turn of the owner as {@link #flush(boolean)} with true does. */
    public boolean flush() {
        return flush(true);
    }

    /**
     * Ends a turn of the owner: goes on with replays, hands the links what was written.
     *
     * @param settle whether to tell before what was applied, and how the rows changed by it and
     *     otherwise; an owner that ticks does so once per tick
     * @return whether a replay wants another turn, soon
     */
    public boolean flush(boolean settle) {
        if (settle) {
            toTell.forEach(this::tellApplied);
            toTell.clear();
            tellRows();
        }
        // Rows that not all may see must not be shown between two tellings, when who may see them
        // is being changed: what was public may hold a secret by now.
        boolean mayReplay = settle || !rows.differ();
        if (mayReplay && replaying > 0) {
            replay();
        }
        links.forEach(route -> route.link.flush());
        return mayReplay && replaying > 0;
    }

    private void tellRows() {
        if (rows.changed()) {
            seq++;
            news.tell(seq, this::removed);
        }
    }

    private void removed(ByteBuf body, boolean more) {
        ring.push(new Ring.Entry(seq, 0, true, Bytes.of(body), now()));
    }

    private void tellApplied(Seat seat) {
        LinkRoute route = seat.route;
        if (route != null && seat.appliedTold != seat.applied) {
            seat.appliedTold = seat.applied;
            int low = seat.number() & 0xFF;
            route.write(new LinkFrame.Applied(seat.ref, route.ownerRef, low, seat.applied));
        }
    }

    private void replay() {
        links.forEach(route -> route.replayed = 0);
        for (Seat seat : List.copyOf(seats.all())) {
            LinkRoute route = seat.route;
            if (route != null && !seat.live && takesReplay(route)) {
                replay(route, seat);
            }
        }
    }

    private static boolean takesReplay(LinkRoute route) {
        return route.replayed < REPLAY_BYTES_PER_LINK && route.link.writable();
    }

    private void replay(LinkRoute route, Seat seat) {
        if ((seat.inState ? seat.stateSeq : seat.cursor) < ring.floor()) {
            again(seat);
            return;
        }
        if (ReplayStep.run(ring, rows, route, seat, spec.limits().replayBytesPerFlush())) {
            replaying--;
            goLive(route, seat);
        }
    }

    // ---- end, crash, move ----

    /** Tells all members that the owner is gone, and each link that nothing follows. */
    public void close(GoneReason reason, String text) {
        for (Seat seat : List.copyOf(seats.all())) {
            end(seat, reason, text);
        }
        leaveLinks(false);
        ring.clear(seq);
    }

    private void leaveLinks(boolean moved) {
        for (LinkRoute route : links) {
            route.write(new LinkFrame.End(route.ownerRef, moved));
            route.link.flush();
        }
        links.clear();
    }

    /** What a new owner starts from after a crash: taken seats and what was applied. */
    public OwnerSnapshot snapshot() {
        return seats.snapshot();
    }

    /** R8: goes on from a snapshot; the spec's epoch is a new one, so every attach is fresh. */
    public static OwnerStream restore(OwnerSpec spec, OwnerSnapshot snapshot) {
        OwnerStream stream = new OwnerStream(spec);
        stream.seats.restore(snapshot, stream.seq);
        return stream;
    }

    /**
     * R7: stops here and gives everything away; the links are told that it moved. Nothing may be
     * called afterwards.
     */
    public OwnerHandover handOver() {
        List<OwnerHandover.Said> said = new ArrayList<>();
        for (Ring.Entry entry : ring.entries()) {
            said.add(
                    new OwnerHandover.Said(
                            entry.seq(), entry.to(), entry.patch(), entry.body(), entry.atNanos()));
        }
        seats.all().forEach(this::unroute);
        long floor = ring.floor();
        leaveLinks(true);
        ring.clear(seq);
        return new OwnerHandover(epoch(), seq, floor, said, seats.nextNumber(), seats.handOver());
    }

    /** R7: goes on with a history from elsewhere; the spec's epoch is that history's. */
    public static OwnerStream resume(OwnerSpec spec, OwnerHandover handover) {
        if (spec.epoch() != handover.epoch()) {
            throw new IllegalArgumentException("a live move keeps the epoch");
        }
        OwnerStream stream = new OwnerStream(spec, handover.seq(), handover.ringFloor());
        for (OwnerHandover.Said said : handover.ring()) {
            stream.ring.push(
                    new Ring.Entry(
                            said.seq(), said.to(), said.patch(), said.body(), said.atNanos()));
        }
        stream.seats.resume(handover);
        return stream;
    }

    private LinkRoute route(OwnerLink link, int ownerRef) {
        LinkRoute known = find(link);
        if (known != null) {
            return known;
        }
        LinkRoute route = new LinkRoute(link, ownerRef, seq);
        links.add(route);
        return route;
    }

    @SuppressWarnings("ReferenceEquality") // a link is its object: a new one is a new link
    private @Nullable LinkRoute find(OwnerLink link) {
        for (LinkRoute route : links) {
            if (route.link == link) {
                return route;
            }
        }
        return null;
    }

    private long now() {
        return spec.nanos().getAsLong();
    }
}
