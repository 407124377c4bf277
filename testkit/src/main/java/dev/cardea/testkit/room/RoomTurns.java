package dev.cardea.testkit.room;

import dev.cardea.room.Agents;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Listing;
import dev.cardea.room.Opening;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms;
import dev.cardea.room.Stage;
import dev.cardea.room.loop.Host;
import dev.cardea.room.loop.Mail;
import dev.cardea.room.loop.OwnerPlan;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.room.loop.RoomOwner;
import dev.cardea.room.loop.Surroundings;
import dev.cardea.room.saved.SavedForm;
import dev.cardea.room.saved.SavedRoom;
import dev.cardea.room.saved.UnreadableRoomException;
import dev.cardea.session.OwnerId;
import dev.cardea.store.Operation;
import dev.cardea.stream.Epoch;
import dev.cardea.stream.OwnerSpec;
import dev.cardea.stream.OwnerStream;
import dev.cardea.stream.RingBudget;
import dev.cardea.stream.StreamLimits;
import dev.cardea.testkit.SimWorld;
import dev.cardea.wire.FrameBounds;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The turns of one room in virtual time: what a node does with its workers. Confined to the test's
 * thread.
 */
final class RoomTurns<I, O, E> implements Host {
    /** As on a server with the default configuration. */
    static final int MESSAGE_BYTES_MAX = (128 << 10) - FrameBounds.HEAD_BYTES_MAX;

    private static final int TURN_EVENTS_MAX = 256;
    private static final int TURN_DUE_MAX = TURN_EVENTS_MAX / 2;
    private static final long REPLAY_NANOS = 5_000_000;
    private static final long RING_BYTES_MAX = 64L << 20;

    /** Turns without any time passing, beyond which a room is taken not to come to rest. */
    private static final int TURNS_AT_ONCE_MAX = 10_000;

    private static final long NEVER = Long.MAX_VALUE;

    private final SimWorld world;
    private final RoomType<I, O, E> type;
    private final OwnerId id;
    private final RunWitness witness;
    private final Queue<Mail> mail = new ArrayDeque<>();
    private final ByteBuf scratch = Unpooled.buffer();
    private final Outside outside;
    private final RoomAsks<E> asks;
    private final SimLedger ledger;
    private final SimRooms rooms;
    private final SimAgents agents;
    private final OwnerPlan<I, O, E> plan;
    private final StreamLimits limits;
    private RoomOwner<I, O, E> owner;

    /** How often it was restored. */
    private int restarts;

    /** The room as it was last saved, and when; null if it never was. */
    private byte @Nullable [] saved;

    private long savedNanos;
    private boolean turnIsDue;
    private long timerNanos = NEVER;
    private long lastTurnNanos = NEVER;
    private int turnsAtOnce;
    private long ticks;
    private @Nullable Listing listing;
    private @Nullable RoomFailure failure;

    /**
     * Turns of a room that is not open yet.
     *
     * @param members tells of an account whether it is there
     */
    RoomTurns(
            SimWorld world,
            RoomSetup<I, O, E> setup,
            Function<String, Agents.Presence> members,
            RunWitness witness) {
        this.type = setup.type();
        this.world = world;
        this.id = new OwnerId(type.name(), setup.key());
        this.witness = witness;
        this.outside = new Outside(world, this::offer);
        this.asks = new RoomAsks<>(setup.asks(), world, outside, this::offer);
        this.ledger = new SimLedger(world, this::offer);
        this.rooms = new SimRooms(id, outside);
        this.agents = new SimAgents(outside, members);
        this.plan = new OwnerPlan<>(type, OwnerPlan.Entry.BY_REQUEST, type.outputs());
        this.limits = setup.limits();
        this.owner = new RoomOwner<>(plan, new OwnerStream(spec()), this);
    }

    private OwnerSpec spec() {
        return OwnerSpec.of(
                id,
                Epoch.begin(1 + restarts, world.random()),
                limits,
                new RingBudget(RING_BYTES_MAX),
                world::nanos);
    }

    // ---- at rest ----

    void save() {
        saved = SavedForm.write(owner.save());
        savedNanos = world.nanos();
    }

    /** The room dies, with all that waits for it, and goes on as it was saved. */
    void restore() {
        byte[] written = saved;
        if (written == null) {
            throw new IllegalStateException("room " + id + " was not saved: see RoomHarness.save");
        }
        mail.clear();
        asks.forget();
        restarts++;
        SavedRoom room;
        try {
            room = SavedForm.read(written);
        } catch (UnreadableRoomException impossible) {
            throw new AssertionError(impossible);
        }
        owner = new RoomOwner<>(plan, OwnerStream.restore(spec(), room.seats()), this);
        owner.restore(room, Duration.ofNanos(world.nanos() - savedNanos));
        wake();
    }

    void open(RoomSetup<I, O, E> setup) {
        owner.open(Opening.Created.with(setup.options()), setup.seed());
        wake();
    }

    RoomType<I, O, E> type() {
        return type;
    }

    OwnerId id() {
        return id;
    }

    RoomAsks<E> roomAsks() {
        return asks;
    }

    SimLedger simLedger() {
        return ledger;
    }

    SimRooms simRooms() {
        return rooms;
    }

    SimAgents simAgents() {
        return agents;
    }

    RunWitness witness() {
        return witness;
    }

    /** Ticks so far. */
    long ticks() {
        return ticks;
    }

    /** Nanoseconds since it opened. */
    long nanosOpen() {
        return world.nanos();
    }

    boolean closed() {
        return owner.closed();
    }

    @Nullable RoomFailure failure() {
        return failure;
    }

    <T> T inspect(Function<? super Stage<O, E>, T> look) {
        return owner.inspect(look);
    }

    // ---- turns ----

    /** Gives the room mail, which it takes in its next turn: now, but after this event. */
    void offer(Mail offered) {
        mail.add(offered);
        wake();
    }

    private void wake() {
        if (!turnIsDue) {
            turnIsDue = true;
            world.after(0, this::turn);
        }
    }

    private void turn() {
        turnIsDue = false;
        count();
        takeMail(TURN_EVENTS_MAX - owner.runDue(TURN_DUE_MAX));
        boolean replays = owner.flush();
        if (owner.emptyForTooLong() && mail.isEmpty()) {
            owner.accept(new Mail.Close(LeaveReason.ROOM_CLOSED, "nobody is here"));
        }
        if (owner.closed()) {
            takeMail(Integer.MAX_VALUE);
        } else {
            rest(replays);
        }
        witness.turned(this);
    }

    private void count() {
        turnsAtOnce = lastTurnNanos == world.nanos() ? turnsAtOnce + 1 : 0;
        lastTurnNanos = world.nanos();
        if (turnsAtOnce > TURNS_AT_ONCE_MAX) {
            throw new AssertionError(
                    "room " + id + " does not come to rest: it always has more to do at once");
        }
    }

    private void takeMail(int eventsMax) {
        for (int left = eventsMax; left > 0 && !mail.isEmpty(); left--) {
            owner.accept(mail.remove());
        }
    }

    private void rest(boolean replays) {
        long idle = Math.min(owner.idleNanos(), replays ? REPLAY_NANOS : NEVER);
        if (!mail.isEmpty() || idle <= 0) {
            wake();
        } else if (idle != NEVER) {
            startTimer(world.nanos() + idle);
        }
    }

    private void startTimer(long atNanos) {
        if (timerNanos <= atNanos) {
            return; // it fires before and looks again
        }
        timerNanos = atNanos;
        world.after(
                atNanos - world.nanos(),
                () -> {
                    if (timerNanos == atNanos) {
                        timerNanos = NEVER;
                        wake();
                    }
                });
    }

    // ---- for the owner ----

    @Override
    public long wallMicros() {
        return world.wallMicros();
    }

    @Override
    public long nanos() {
        return world.nanos();
    }

    @Override
    public int messageBytesMax() {
        return MESSAGE_BYTES_MAX;
    }

    @Override
    public ByteBuf scratch() {
        return scratch.clear();
    }

    @Override
    public Surroundings.@Nullable Aside ask(long ask, Callable<?> work) {
        return asks.start(ask, work);
    }

    @Override
    public void settle(String key, Operation operation) {
        ledger.settle(key, operation);
    }

    @Override
    public void ticked(long lateNanos, long dropped) {
        ticks++;
    }

    @Override
    public void list(@Nullable Listing shown) {
        listing = shown;
    }

    /** What those who look for a room see of it; null if nothing. */
    @Nullable Listing listing() {
        return listing;
    }

    @Override
    public void failed(RoomEvent event, Throwable cause) {
        failure = new RoomFailure(event, cause);
    }

    @Override
    public Rooms rooms() {
        return rooms;
    }

    @Override
    public Agents agents() {
        return agents;
    }
}
