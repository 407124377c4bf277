package dev.cardea.testkit.room;

import dev.cardea.room.Agents.Presence;
import dev.cardea.room.Applicant;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Listing;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms.Posted;
import dev.cardea.room.TableType;
import dev.cardea.room.loop.Mail;
import dev.cardea.session.Identity;
import dev.cardea.testkit.SimWorld;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Schema;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * A room with its members, in virtual time: the real loop, stream and codecs, without sockets and
 * threads. Confined to the test's thread.
 *
 * <pre>{@code
 * var room = RoomHarness.of(Tag.type()).seed(7).open();
 * var ann = room.join("ann");
 * ann.send(new Tag.Input.Run(1, 0));
 * room.ticks(30);
 * assertThat(ann.rows(Tag.RUNNERS)).isEqualTo(room.rowsAsTold(Tag.RUNNERS));
 * }</pre>
 *
 * <p>Time stands still but in {@link #ticks}, {@link #advance} and {@link #settle}, and where a
 * member waits for a network that is not perfect. What is due at once is done when a call returns.
 * If the room throws, the call in which it does so throws {@link RoomFailedError}.
 *
 * @param <I> what a client may say
 * @param <O> what the room may say
 * @param <E> the room's own events
 */
public final class RoomHarness<I, O, E> {
    private static final long SECOND_NANOS = 1_000_000_000;

    /** How much time passes at most where something is waited for. */
    private static final long WAIT_NANOS_MAX = 60 * SECOND_NANOS;

    private static final String ACCOUNT_PREFIX = "dev:";

    private final RoomSetup<I, O, E> setup;
    private final SimWorld world;
    private final RoomTurns<I, O, E> turns;
    private final SplittableRandom random;
    private final List<SimMember<I, O>> members = new ArrayList<>();
    private boolean expecting;
    private boolean reported;

    RoomHarness(RoomSetup<I, O, E> setup, RunWitness witness) {
        checkDeclarations(setup.type());
        this.setup = setup;
        this.world = new SimWorld(setup.seed());
        this.random = new SplittableRandom(~setup.seed());
        this.turns = new RoomTurns<>(world, setup, this::presence, witness);
        turns.roomAsks().onAnswer(this::settleNow);
        turns.open(setup);
        settleNow();
    }

    /** As a node does when it starts: all that is wrong is said now. */
    private static void checkDeclarations(RoomType<?, ?, ?> type) {
        Map<String, Class<?>> rows = new LinkedHashMap<>();
        type.tables().forEach(table -> rows.put(table.name(), table.codec().type()));
        Schema.of(Map.of("inputs", type.inputs(), "outputs", type.outputs()), rows);
    }

    /** A room of {@code type}, to be opened. */
    public static <I, O, E> RoomSetup<I, O, E> of(RoomType<I, O, E> type) {
        return RoomSetup.of(type);
    }

    // ---- members ----

    /**
     * A player of that name becomes a member: its account is {@code dev:name}. The same name twice
     * is another session of the same player.
     *
     * @throws AssertionError if it does not become one
     */
    public SimMember<I, O> join(String name) {
        return seated(name, tryJoin(name));
    }

    private static <I, O> SimMember<I, O> seated(String name, JoinResult<I, O> result) {
        return switch (result) {
            case JoinResult.Joined<I, O>(SimMember<I, O> member) -> member;
            case JoinResult<I, O> not -> throw new AssertionError(name + " has no seat: " + not);
        };
    }

    /** The same, which may be refused. */
    public JoinResult<I, O> tryJoin(String name) {
        return tryJoin(name, Bytes.EMPTY);
    }

    /** The same with options for {@link dev.cardea.room.Room#onRequest}. */
    public JoinResult<I, O> tryJoin(String name, Bytes options) {
        return tryJoin(new Identity(ACCOUNT_PREFIX + name, name), options);
    }

    /** The same of a player with an account and a name of the test's choice. */
    public JoinResult<I, O> tryJoin(Identity who, Bytes options) {
        return trySeat(who, false, options);
    }

    /**
     * A player of that name watches, in rooms with {@link RoomType#spectators}; it must {@link
     * SimMember#leave} before it can join.
     *
     * @throws AssertionError if it may not
     */
    public SimMember<I, O> watch(String name) {
        return seated(name, tryWatch(name));
    }

    /** The same, which may be refused. */
    public JoinResult<I, O> tryWatch(String name) {
        return trySeat(new Identity(ACCOUNT_PREFIX + name, name), true, Bytes.EMPTY);
    }

    private JoinResult<I, O> trySeat(Identity who, boolean watches, Bytes options) {
        MemberStream<I, O> stream = new MemberStream<>(turns, world, setup, who);
        SimMember<I, O> member = new SimMember<>(this, world, setup.network(), stream);
        return switch (reserve(new Applicant(stream.session(), who, watches), options)) {
            case Mail.Joining.Refused(String why) -> new JoinResult.Refused<>(why);
            case Mail.Joining.Full() -> new JoinResult.Full<>();
            case Mail.Joining.Over() -> new JoinResult.Over<>();
            case Mail.Joining.Seated() -> take(member);
            case Mail.Joining.SeatedOtherwise _ ->
                    throw new AssertionError(who.name() + " is another session each time");
        };
    }

    /** The request for a seat, and its answer: both cross the network. */
    private Mail.Joining reserve(Applicant who, Bytes options) {
        AtomicReference<Mail.Joining> answer = new AtomicReference<>();
        NetworkPath up = new NetworkPath(world, setup.network());
        NetworkPath down = new NetworkPath(world, setup.network());
        Mail.Join mail = new Mail.Join(who, options, said -> down.send(() -> answer.set(said)));
        up.send(() -> turns.offer(mail));
        until(() -> answer.get() != null, "the room answers " + who.name());
        return answer.get();
    }

    private JoinResult<I, O> take(SimMember<I, O> member) {
        members.add(member);
        member.connect();
        MemberStream<I, O> stream = member.stream();
        until(() -> stream.live() || stream.gone() != null, member.name() + " is a member");
        return stream.recovery() == null
                ? new JoinResult.Over<>()
                : new JoinResult.Joined<>(member);
    }

    /** All that have ever joined or watched, in their order. */
    public List<SimMember<I, O>> members() {
        return List.copyOf(members);
    }

    private Presence presence(String account) {
        Presence presence = Presence.ABSENT;
        for (SimMember<I, O> member : members) {
            if (member.account().equals(account)) {
                if (member.stream().connected() || member.gone().isPresent()) {
                    return Presence.ONLINE;
                }
                presence = Presence.AWAY;
            }
        }
        return presence;
    }

    // ---- time ----

    /**
     * Lets the room tick so often; fewer times if it closes meanwhile.
     *
     * @throws IllegalStateException if it does not tick, or is over
     */
    public void ticks(int count) {
        int rate = setup.type().tickRate();
        if (rate == 0 || turns.closed()) {
            throw new IllegalStateException(
                    where() + (rate == 0 ? " does not tick" : " is over") + ": see advance");
        }
        long end = turns.ticks() + count;
        long boundNanos = (count + 1L) * SECOND_NANOS / rate;
        world.runUntil(() -> turns.ticks() >= end || turns.closed(), boundNanos);
        settleNow();
    }

    /** How often the room has ticked. */
    public long ticks() {
        return turns.ticks();
    }

    /** Lets time pass, with all that happens in it. */
    public void advance(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("time does not step back: " + time);
        }
        world.runFor(time.toNanos());
        check();
    }

    /**
     * Ends all cuts, brings those back whom the network has cut, and lets pass what it takes until
     * all that was said is applied; then what the room has said arrives at once. Now rows must be
     * equal everywhere, except at members whom the test dropped.
     */
    public void settle() {
        members.forEach(SimMember::stopCuts);
        until(() -> members.stream().allMatch(RoomHarness::isSettled), "all members are back");
        int rate = setup.type().tickRate();
        Duration oneWay = setup.network().latency().plus(setup.network().jitter());
        long tickNanos = rate == 0 ? 0 : SECOND_NANOS / rate;
        advance(oneWay.multipliedBy(2).plusNanos(2 * tickNanos));
        members.forEach(SimMember::deliver);
        check();
    }

    private static boolean isSettled(SimMember<?, ?> member) {
        MemberStream<?, ?> stream = member.stream();
        return !stream.connected() || stream.live();
    }

    /** Does what is due now. */
    void settleNow() {
        world.runFor(0);
        check();
    }

    /** Lets time pass until {@code done}. */
    void until(BooleanSupplier done, String what) {
        settleNow();
        boolean happened = world.runUntil(done, WAIT_NANOS_MAX);
        settleNow();
        if (!happened) {
            throw new AssertionError(where() + ": not so within 60 s of its time, that " + what);
        }
    }

    /** The room's time. */
    public Instant now() {
        return clock().instant();
    }

    /** The room's time for whatever else the test has made, such as what an ask depends on. */
    public InstantSource clock() {
        return () -> {
            long micros = world.wallMicros();
            return Instant.ofEpochSecond(micros / 1_000_000, micros % 1_000_000 * 1_000);
        };
    }

    // ---- the room ----

    /** The room's own rows of a table by their keys, as they are now. */
    public <R> Map<Long, R> rows(TableType<R> type) {
        return turns.inspect(
                stage -> {
                    Map<Long, R> rows = new TreeMap<>();
                    stage.table(type).forEach(rows::put);
                    return rows;
                });
    }

    /**
     * The room's own row of that key.
     *
     * @throws AssertionError if there is none
     */
    public <R> R row(TableType<R> type, long key) {
        R row = rows(type).get(key);
        if (row == null) {
            throw new AssertionError(where() + " has no row " + key + " in table " + type);
        }
        return row;
    }

    /**
     * All rows as a member gets them, so with components rounded that are quantised.
     *
     * @throws AssertionError if a row does not survive its codec
     */
    public <R> Map<Long, R> rowsAsTold(TableType<R> type) {
        Map<Long, R> rows = rows(type);
        RowBytes<R> codec = new RowBytes<>(type);
        rows.replaceAll(
                (key, row) ->
                        Survival.decode(
                                codec,
                                Survival.encode(codec, row),
                                "table " + type + ", row " + key));
        return rows;
    }

    /** Gives the room an event, as a service does; what became of it. */
    public Posted post(E event) {
        if (!setup.type().isEvent(event)) {
            throw new IllegalArgumentException("not one of the room's events: " + event);
        }
        AtomicReference<Posted> answer = new AtomicReference<>();
        turns.offer(new Mail.Post(event, answer::set));
        until(() -> answer.get() != null, "the room took a post");
        return answer.get();
    }

    /** The work that it has asked for. */
    public RoomAsks<E> asks() {
        return turns.roomAsks();
    }

    /** What it has done durably, and what its players hold. */
    public SimLedger ledger() {
        return turns.simLedger();
    }

    /** The other rooms as it sees them, and what it did to them. */
    public SimRooms rooms() {
        return turns.simRooms();
    }

    /** The players' agents as it sees them, and what it sent to them. */
    public SimAgents agents() {
        return turns.simAgents();
    }

    /** Random numbers for the test itself; they follow from the seed and disturb nothing. */
    public RandomGenerator random() {
        return random;
    }

    // ---- at rest ----

    /**
     * Saves the room, as a server does now and then.
     *
     * @throws IllegalStateException if its type is not {@link RoomType#savedEvery}
     */
    public void save() {
        turns.save();
    }

    /**
     * The process of the room dies, and the room goes on in another as it was when it was last
     * {@link #save}d; members who had a connection come back at once and are told everything anew.
     * Whatever of its state lay outside of tables and cells is gone, and shows here.
     *
     * @throws IllegalStateException if it was never saved
     */
    public void crash() {
        List<MemberStream<I, O>> connected = new ArrayList<>();
        for (SimMember<I, O> member : members) {
            if (member.stream().connected()) {
                connected.add(member.stream());
                member.stream().cut();
            }
        }
        turns.restore();
        settleNow();
        connected.forEach(MemberStream::connect);
        until(
                () -> connected.stream().allMatch(each -> each.live() || each.gone() != null),
                "all members are back");
    }

    // ---- its end ----

    /** Closes it as a server does that stops. */
    public void shutDown() {
        turns.offer(new Mail.Close(LeaveReason.SERVER_CLOSING, "the server closes"));
        settleNow();
    }

    /** What players who look for a room see of it; empty if it hides. */
    public Optional<Listing> listing() {
        return Optional.ofNullable(turns.listing());
    }

    /** Whether it is over: closed by itself, for want of members, by {@link #shutDown}, failed. */
    public boolean closed() {
        return turns.closed();
    }

    /** What it threw, which closed it. */
    public Optional<RoomFailure> failure() {
        return Optional.ofNullable(turns.failure());
    }

    /**
     * Does {@code action}, in which the room is to throw.
     *
     * @return what it threw, and at which event
     * @throws AssertionError if it does not
     */
    public RoomFailure expectFailure(Runnable action) {
        expecting = true;
        try {
            action.run();
        } finally {
            expecting = false;
        }
        return failure()
                .orElseThrow(() -> new AssertionError(where() + " did not fail, as it should"));
    }

    private void check() {
        RoomFailure failure = turns.failure();
        if (failure != null && !reported) {
            reported = true;
            if (!expecting) {
                throw new RoomFailedError(where(), failure);
            }
        }
    }

    private String where() {
        return "room %s (seed %d)".formatted(turns.id(), setup.seed());
    }

    @Override
    public String toString() {
        return where();
    }
}
