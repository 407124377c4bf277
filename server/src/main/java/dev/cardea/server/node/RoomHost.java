package dev.cardea.server.node;

import dev.cardea.net.Loop;
import dev.cardea.room.Agents;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Listing;
import dev.cardea.room.Opening;
import dev.cardea.room.Rooms;
import dev.cardea.room.loop.Host;
import dev.cardea.room.loop.Lane;
import dev.cardea.room.loop.Mail;
import dev.cardea.room.loop.Mailbox;
import dev.cardea.room.loop.Mailbox.Offer;
import dev.cardea.room.loop.Recorder;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.room.loop.RoomOwner;
import dev.cardea.room.loop.Surroundings;
import dev.cardea.session.OwnerId;
import dev.cardea.store.Operation;
import dev.cardea.store.OperationId;
import dev.cardea.store.Outcome;
import dev.cardea.stream.OwnerSpec;
import dev.cardea.stream.OwnerStream;
import dev.cardea.wire.GoneReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One room or agent on this node: its mailbox, and the turns in which it is run. What offers mail
 * is safe from any thread; the rest is confined to the turn, of which there is one at a time.
 *
 * <p>A turn takes at most {@link #TURN_EVENTS_MAX} events and flushes once. If there is more, the
 * room goes to the end of the workers' queue, so that a busy room has its share and no more.
 */
final class RoomHost implements Host, Runnable, Watched {
    /** Events of one turn. */
    static final int TURN_EVENTS_MAX = 256;

    /** Those of them that the room may cause itself, so that it always reads its mail too. */
    private static final int TURN_DUE_MAX = TURN_EVENTS_MAX / 2;

    /** How soon a replay that waits for its link is tried again. */
    private static final long REPLAY_NANOS = 5_000_000;

    private static final int SCRATCH_BYTES = 256;
    private static final AtomicIntegerFieldUpdater<RoomHost> PROGRESS =
            AtomicIntegerFieldUpdater.newUpdater(RoomHost.class, "progress");

    private final OwnerId id;
    private final HostedType<?, ?, ?> type;
    private final Node node;
    private final Mailbox mailbox = new Mailbox();
    private final RoomOwner<?, ?, ?> owner;
    private final long birth;

    /** Null once it is open. */
    private @Nullable RoomStart start;

    /** Names its durable effects; null until there is one, in a room that is not kept. */
    private @Nullable UUID life;

    /** Null if it is not kept. */
    private final @Nullable RoomSaver saver;

    /** Whether it is to be saved and to stop, as the server does. */
    private volatile boolean restAsked;

    private @Nullable Throwable failure;
    private volatile @Nullable Listing listing;
    private final AtomicInteger heldPlaces = new AtomicInteger();
    private @Nullable ByteBuf scratch;
    private Loop.@Nullable Timer timer;
    private long timerNanos;
    private volatile boolean timerFired;
    private @Nullable Mail current;
    private volatile int progress;

    /**
     * A room that opens in its first turn.
     *
     * @param start for {@link dev.cardea.room.Room#onOpen}
     */
    RoomHost(OwnerId id, HostedType<?, ?, ?> type, long epoch, RoomStart start, Node node) {
        this.id = id;
        this.type = type;
        this.node = node;
        this.birth = epoch & 0xFFFF_FFFFL; // what counts the births: see RoomDirectory
        this.start = start;
        this.listing = first(start);
        this.owner = owner(type, epoch, start);
        this.saver = saver(start);
    }

    private @Nullable Listing first(RoomStart from) {
        int seats = type.plan().type().seats();
        return switch (from) {
            case RoomStart.New(Opening.Created how) ->
                    how.hidden() ? null : new Listing(id, 0, seats, how.labels());
            case RoomStart.Back back -> // which puts up what it shows when it opens
                    null;
        };
    }

    private <I, O, E> RoomOwner<I, O, E> owner(
            HostedType<I, O, E> hosted, long epoch, RoomStart from) {
        OwnerSpec spec =
                OwnerSpec.of(id, epoch, node.limits().streams(), node.ringBudget(), node.clock())
                        .withSchema(hosted.schemaHash());
        OwnerStream stream =
                from instanceof RoomStart.Back back
                        ? OwnerStream.restore(spec, back.room().seats())
                        : new OwnerStream(spec);
        return new RoomOwner<>(hosted.plan(), stream, this);
    }

    private @Nullable RoomSaver saver(RoomStart from) {
        Duration every = type.plan().type().savedEvery();
        RoomShelving shelving = node.kept().rooms();
        if (every == null || !shelving.shelf().keeps()) {
            return null;
        }
        return from instanceof RoomStart.Back back
                ? new RoomSaver(this, shelving, back.lease(), every.toNanos(), true)
                : new RoomSaver(
                        this, shelving, RoomShelf.Lease.first(id, life()), every.toNanos(), false);
    }

    OwnerId id() {
        return id;
    }

    HostedType<?, ?, ?> type() {
        return type;
    }

    // ---- for those who look for a room ----

    /** Higher than that of any room that was made before on this node. */
    long birth() {
        return birth;
    }

    /** What they see of it; null if nothing. */
    @Nullable Listing listing() {
        return listing;
    }

    /** Holds a place for somebody who is going to ask for a seat; false if all are taken. */
    boolean holdPlace(Listing seen) {
        int held = heldPlaces.incrementAndGet();
        if (seen.members() + held > seen.seats()) {
            heldPlaces.decrementAndGet();
            return false;
        }
        return true;
    }

    /** Holds places in a room that nobody knows yet. */
    void holdPlaces(int places) {
        heldPlaces.set(places);
    }

    /** One for whom a place was held has an answer. */
    void answered() {
        heldPlaces.decrementAndGet();
    }

    // ---- mail ----

    /** Offers mail that is never refused, and sees to a turn. */
    Offer post(Mail mail) {
        return run(mailbox.offer(mail));
    }

    /** Offers an event or a question, and sees to a turn. */
    Offer postEvent(Mail mail) {
        return run(mailbox.offerPost(mail));
    }

    /** Offers a wish to be a member, and sees to a turn. */
    Offer postJoin(Mail.Join mail) {
        return run(mailbox.offerPost(mail, mail.options().size()));
    }

    /** Sees to a turn, if {@code offer} asks for one. */
    Offer run(Offer offer) {
        if (offer == Offer.WAKE) {
            node.workers().execute(this);
        }
        return offer;
    }

    /** Offers mail of one connection. With WAKE the caller must {@link #run} it. */
    Offer offer(Mail mail, Lane lane) {
        return mailbox.offer(mail, lane);
    }

    /** Offers an input. With WAKE the caller must {@link #run} it. */
    Offer offerInput(Mail.Input mail, Lane lane, int bytes) {
        return mailbox.offerInput(mail, lane, bytes);
    }

    /** Brings about a turn. */
    void wake() {
        run(mailbox.wake());
    }

    /**
     * Asks it to be saved and to stop, without a word to anybody; false if it is not kept, and must
     * be closed.
     */
    boolean rest() {
        if (saver == null) {
            return false;
        }
        restAsked = true;
        wake();
        return true;
    }

    /** Whether it takes no mail any more. */
    boolean over() {
        return mailbox.closed();
    }

    // ---- turns ----

    @Override
    public void run() {
        PROGRESS.lazySet(this, progress + 1);
        if (timerFired) {
            timerFired = false;
            timer = null;
        }
        try {
            turn();
        } catch (Throwable thrown) { // not the room's, which the owner catches: a bug of ours
            fail(thrown);
        }
    }

    /** Whatever becomes of the report, nobody waits for the room any more. */
    private void fail(Throwable thrown) {
        try {
            owner.fail(thrown);
        } finally {
            finish();
        }
    }

    private void turn() {
        open();
        int due = owner.runDue(TURN_DUE_MAX);
        int mail = takeMail(TURN_EVENTS_MAX - due);
        boolean replays = owner.flush();
        if (saver != null && !owner.closed() && !keep(saver, due + mail > 0)) {
            finish();
            return;
        }
        releaseScratch(); // before rest, after which another thread may run the next turn
        if (owner.closed()) {
            finish();
        } else if (owner.emptyForTooLong() && mailbox.closeIfEmpty()) {
            owner.accept(new Mail.Close(LeaveReason.ROOM_CLOSED, "nobody is here"));
            finish();
        } else {
            rest(replays);
        }
    }

    private int takeMail(int eventsMax) {
        int taken = 0;
        while (taken < eventsMax) {
            Mail mail = mailbox.take();
            if (mail == null) {
                break;
            }
            current = mail;
            PROGRESS.lazySet(this, progress + 1);
            owner.accept(mail);
            taken++;
        }
        current = null;
        return taken;
    }

    private void open() {
        RoomStart from = start;
        if (from == null) {
            return;
        }
        start = null;
        switch (from) {
            case RoomStart.New(Opening.Created how) -> owner.open(how, node.seed());
            case RoomStart.Back back -> owner.restore(back.room(), back.age());
        }
    }

    /** Saves the room if it is time; false if it is no longer to run here. */
    private boolean keep(RoomSaver with, boolean touched) {
        if (touched) {
            with.touch();
        }
        if (!with.turnEnds(owner)) {
            with.fenced();
            owner.park(GoneReason.RESTARTED);
            return false;
        }
        if (restAsked) {
            with.rest(owner);
            owner.park(null);
            return false;
        }
        return true;
    }

    private void rest(boolean replays) {
        long idle = Math.min(owner.idleNanos(), replays ? REPLAY_NANOS : Long.MAX_VALUE);
        if (saver != null) {
            idle = Math.min(idle, saver.idleNanos());
        }
        if (idle <= 0) {
            mailbox.goOn();
            node.workers().execute(this);
            return;
        }
        if (idle != Long.MAX_VALUE) {
            startTimer(idle);
        }
        if (!mailbox.rest()) {
            node.workers().execute(this);
        } else if (timerFired) {
            wake(); // it fired in this turn, and its own wake found us awake
        }
    }

    private void startTimer(long idleNanos) {
        long at = node.workers().nanos() + idleNanos;
        if (timer != null) {
            if (timerNanos - at <= 0) {
                return; // it fires before and looks again
            }
            timer.cancel();
        }
        timerNanos = at;
        timer = node.workers().after(idleNanos, this::timeIsUp);
    }

    private void timeIsUp() {
        timerFired = true;
        wake();
    }

    private void finish() {
        mailbox.close();
        for (Mail mail = mailbox.take(); mail != null; mail = mailbox.take()) {
            owner.accept(mail);
        }
        if (saver != null) {
            saver.over(failure);
        }
        releaseScratch();
        if (timer != null) {
            timer.cancel();
        }
        node.directory().forget(this);
    }

    private void releaseScratch() {
        if (scratch != null) {
            scratch.release();
            scratch = null;
        }
    }

    // ---- for the owner ----

    @Override
    public long wallMicros() {
        return node.workers().wallMicros();
    }

    @Override
    public long nanos() {
        return node.workers().nanos();
    }

    @Override
    public int messageBytesMax() {
        return node.limits().bodyBytesMax();
    }

    @Override
    public ByteBuf scratch() {
        ByteBuf open = scratch;
        if (open == null) {
            open = ByteBufAllocator.DEFAULT.heapBuffer(SCRATCH_BYTES);
            scratch = open;
        }
        return open.clear();
    }

    @Override
    public Surroundings.@Nullable Aside ask(long ask, Callable<?> work) {
        return node.asides().start(this, ask, work);
    }

    @Override
    public void settle(String key, Operation operation) {
        UUID scope = saver == null ? life() : saver.lease().life();
        OperationId effect = OperationId.named(scope, key);
        if (saver == null) {
            tell(key, node.kept().store().ledger().settle(effect, operation));
        } else {
            saver.settle(effect, operation, outcomes -> tell(key, outcomes));
        }
    }

    private UUID life() {
        UUID known = life;
        if (known == null) {
            known = new UUID(node.seed(), node.seed());
            life = known;
        }
        return known;
    }

    private void tell(String key, CompletionStage<Outcome> outcomes) {
        outcomes.thenAccept(
                outcome -> {
                    if (saver != null && isFenced(outcome)) {
                        saver.lost();
                    } else {
                        post(new Mail.Settled(key, outcome));
                    }
                });
    }

    private static boolean isFenced(Outcome outcome) {
        return outcome instanceof Outcome.Refused(Outcome.Reason reason, String _)
                && reason == Outcome.Reason.FENCED;
    }

    @Override
    public @Nullable Recorder recorder() {
        return id.isAgent()
                ? null
                : node.recorders().recorder(id, type.plan().type(), messageBytesMax());
    }

    @Override
    public void ticked(long lateNanos, long dropped) {
        node.counters().ticks.record(lateNanos, dropped);
    }

    @Override
    public void list(@Nullable Listing shown) {
        listing = shown;
    }

    @Override
    public void failed(RoomEvent event, Throwable cause) {
        failure = cause;
        node.roomFailed(id, event, cause);
    }

    @Override
    public Rooms rooms() {
        return node.rooms();
    }

    @Override
    public Agents agents() {
        return node.agents();
    }

    // ---- for the watchdog ----

    @Override
    public int progress() {
        return progress;
    }

    @Override
    public String doing() {
        Mail mail = current;
        return "room " + id + " at " + (mail == null ? "a timer" : mail.getClass().getSimpleName());
    }

    @Override
    public void late(long millis) {
        node.counters().lateRooms.increment();
    }
}
