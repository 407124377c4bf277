package dev.cardea.room.loop;

import dev.cardea.room.Applicant;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Opening;
import dev.cardea.room.Recovery;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms;
import dev.cardea.room.Stage;
import dev.cardea.room.Verdict;
import dev.cardea.room.saved.SavedRoom;
import dev.cardea.store.Outcome;
import dev.cardea.stream.AttachOutcome;
import dev.cardea.stream.InputOutcome;
import dev.cardea.stream.LinkFrame;
import dev.cardea.stream.OwnerLink;
import dev.cardea.stream.OwnerStream;
import dev.cardea.stream.Seat;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.GoneReason;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A room and its stream as one owner: mail comes in, the stream judges it, and what is left of it
 * are the room's events. Confined to the room. Pure: the {@link Host} brings clock and threads.
 *
 * <p>A turn is any number of {@link #accept} and {@link #runDue}, then one {@link #flush}.
 *
 * <p>A room that throws is over: its members are told ROOM_FAILED, the host is told why, and
 * whatever still comes is answered as by a closed room.
 */
public final class RoomOwner<I, O, E> {
    /** Ticks that are run at once at most when the room is behind. */
    public static final int TICKS_BEHIND_MAX = Metronome.BEHIND_MAX;

    private static final RoomEvent NOTHING = new RoomEvent.Closing(LeaveReason.ROOM_CLOSED);

    private final OwnerPlan<I, O, E> plan;
    private final OwnerStream stream;
    private final Host host;
    private final OwnerSurroundings<O> surroundings;
    private final RoomLoop<I, O, E> loop;
    private final long openedMicros;
    private final long openedNanos;

    /** What the room is being told, for the report if it throws. */
    private RoomEvent current = NOTHING;

    private final Emptiness emptiness;

    /** Null if nobody wants to replay the room. */
    private @Nullable Recorder recorder;

    /** Null if the room does not tick. */
    private final @Nullable Metronome metronome;

    /** A tick was run, and the members were not told yet what came of it. */
    private boolean ticked;

    private boolean closed;

    /** An owner whose room is not open yet; see {@link #open}. */
    public RoomOwner(OwnerPlan<I, O, E> plan, OwnerStream stream, Host host) {
        this.plan = plan;
        this.stream = stream;
        this.host = host;
        this.surroundings = new OwnerSurroundings<>(plan, stream, host);
        this.loop = new RoomLoop<>(plan.type(), surroundings, plan.saved());
        this.openedMicros = host.wallMicros();
        this.openedNanos = host.nanos();
        this.emptiness = new Emptiness(openedNanos);
        int rate = plan.type().tickRate();
        this.metronome = rate == 0 ? null : new Metronome(rate, stream.id(), openedNanos);
        stream.show(loop.rows());
    }

    /** Makes the room; before anything else. */
    public void open(Opening.Created how, long seed) {
        recorder = host.recorder();
        surroundings.record(recorder);
        apply(new RoomEvent.Opened(how, seed));
    }

    /**
     * Makes the room as it was saved, before anything else; the stream was restored from the same.
     *
     * @param age how long ago it was saved
     */
    public void restore(SavedRoom room, Duration age) {
        if (metronome != null) {
            metronome.goOnFrom(room.clock().tick());
        }
        recorder = host.recorder();
        surroundings.record(recorder);
        apply(new RoomEvent.Restored(room, age));
        ticked = true; // its rows are there before the first tick
    }

    /**
     * The room stops here between two turns, and is told nothing: it goes on elsewhere.
     *
     * @param reason what its members are told, or null: nothing
     */
    public void park(@Nullable GoneReason reason) {
        loop.abandon();
        closed = true;
        if (recorder != null) {
            recorder.ended();
        }
        if (reason != null) {
            stream.close(reason, reason.text());
        }
    }

    /**
     * All of the room at rest; between two turns.
     *
     * @throws IllegalStateException if its type is not saved
     */
    public SavedRoom save() {
        return loop.save(stream.snapshot());
    }

    /** Whether it is over. */
    public boolean closed() {
        return closed;
    }

    /** See {@link RoomLoop#inspect}. */
    public <T> T inspect(Function<? super Stage<O, E>, T> look) {
        return loop.inspect(look);
    }

    // ---- mail ----

    /** Takes one mail. */
    public void accept(Mail mail) {
        if (closed) {
            refuse(mail);
            return;
        }
        switch (mail) {
            case Mail.Input input -> input(input);
            case Mail.Attach attach -> attach(attach);
            case Mail.Detach(OwnerLink link, int ref) -> away(stream.detach(link, ref));
            case Mail.LinkLost(OwnerLink link) -> {
                stream.linkLost(link).forEach(this::away);
                link.flush();
            }
            case Mail.Overrun(OwnerLink link, int ref) -> overrun(link, ref);
            case Mail.Join join -> join.answer().accept(join(join));
            case Mail.Post(Object event, var answer) ->
                    answer.accept(
                            apply(new RoomEvent.Posted(event))
                                    ? Rooms.Posted.DELIVERED
                                    : Rooms.Posted.ABSENT);
            case Mail.Answer(long ask, Object event) -> apply(new RoomEvent.Answered(ask, event));
            case Mail.Settled(String key, Outcome outcome) ->
                    apply(new RoomEvent.Settled(key, outcome));
            case Mail.Count(var answer) -> answer.accept(Mail.Headcount.of(stream));
            case Mail.Close(LeaveReason why, String text) -> {
                apply(new RoomEvent.Closing(why));
                end(GoneReason.ROOM_CLOSED, text);
            }
        }
    }

    /** What a closed room says. */
    private void refuse(Mail mail) {
        switch (mail) {
            case Mail.Attach attach -> Refusals.gone(stream.id(), attach, GoneReason.ROOM_CLOSED);
            case Mail.Join join -> join.answer().accept(new Mail.Joining.Over());
            case Mail.Post post -> post.answer().accept(Rooms.Posted.ABSENT);
            case Mail.Count count -> count.answer().accept(new Mail.Headcount(0, 0));
            case Mail.Input _,
                    Mail.Detach _,
                    Mail.LinkLost _,
                    Mail.Overrun _,
                    Mail.Answer _,
                    Mail.Settled _,
                    Mail.Close _ -> {}
        }
    }

    private void input(Mail.Input mail) {
        Seat seat = stream.seatAt(mail.link(), mail.frame().ref());
        if (seat == null || stream.input(seat, mail.frame()) != InputOutcome.APPLY) {
            return;
        }
        Object message = mail.message();
        if (message != null && seat.watches()) {
            return; // it counts as applied, so that the client does not say it again
        }
        if (message != null) {
            apply(new RoomEvent.Received(seat.number(), message));
        } else {
            stream.end(seat, GoneReason.LEFT, "");
            apply(new RoomEvent.Left(seat.number(), LeaveReason.LEFT));
        }
    }

    private void attach(Mail.Attach mail) {
        LinkFrame.Open who = mail.who();
        if (plan.entry() == OwnerPlan.Entry.BY_ATTACH && stream.seatOf(who.session()) == null) {
            Applicant applicant = new Applicant(who.session(), who.who());
            switch (seat(applicant, Bytes.EMPTY)) {
                case Mail.Joining.Refused(String why) -> {
                    Refusals.loggedInElsewhere(mail, why);
                    return;
                }
                case Mail.Joining.Full() -> {
                    Refusals.loggedInElsewhere(mail, "too many sessions of this account");
                    return;
                }
                case Mail.Joining.Seated(),
                        Mail.Joining.Over(),
                        Mail.Joining.SeatedOtherwise _ -> {}
            }
        }
        if (closed) { // the room threw at the request
            refuse(mail);
            return;
        }
        attached(mail, stream.attach(mail.link(), mail.ownerRef(), who, mail.frame()));
    }

    private void attached(Mail.Attach mail, AttachOutcome outcome) {
        switch (outcome) {
            case AttachOutcome.First(Seat seat) ->
                    apply(
                            seat.watches()
                                    ? new RoomEvent.Watched(
                                            seat.number(), seat.session(), seat.who())
                                    : new RoomEvent.Joined(
                                            seat.number(), seat.session(), seat.who()));
            case AttachOutcome.Fresh(Seat seat) ->
                    apply(new RoomEvent.Resumed(seat.number(), Recovery.FRESH));
            case AttachOutcome.Recovered(Seat seat) ->
                    apply(new RoomEvent.Resumed(seat.number(), Recovery.RECOVERED));
            case AttachOutcome.Refused() -> {}
            // The epoch is the client's word alone, and this process has no newer owner to know
            // of: a lie, or a clock that was set back between two starts. Either way: join again.
            case AttachOutcome.Stale() -> Refusals.gone(stream.id(), mail, GoneReason.RESTARTED);
        }
    }

    private void away(@Nullable Seat seat) {
        if (seat != null) {
            apply(new RoomEvent.Dropped(seat.number()));
        }
    }

    private void overrun(OwnerLink link, int ref) {
        Seat seat = stream.seatAt(link, ref);
        if (seat != null) {
            stream.again(seat);
        }
    }

    private Mail.Joining join(Mail.Join join) {
        Seat seat = stream.seatOf(join.who().session());
        if (seat == null) {
            return seat(join.who(), join.options());
        }
        return seat.watches() == join.who().watches()
                ? new Mail.Joining.Seated()
                : new Mail.Joining.SeatedOtherwise(seat.watches());
    }

    private Mail.Joining seat(Applicant who, Bytes options) {
        RoomType<I, O, E> type = plan.type();
        if (who.watches() && type.spectators() == 0) {
            return new Mail.Joining.Refused("nobody may watch rooms of type " + type.name());
        }
        boolean full =
                who.watches()
                        ? stream.spectators() >= type.spectators()
                        : stream.players() >= type.seats();
        if (full) {
            return new Mail.Joining.Full();
        }
        Verdict verdict = decide(new RoomEvent.Requested(who, options));
        return switch (verdict) {
            case null -> new Mail.Joining.Over();
            case Verdict.Refuse(String why) -> new Mail.Joining.Refused(why);
            case Verdict.Admit() -> {
                stream.reserve(who.session(), who.who(), who.watches());
                yield new Mail.Joining.Seated();
            }
        };
    }

    // ---- the room ----

    /** Whether the room took the event: it was open, and did not throw. */
    private boolean apply(RoomEvent event) {
        if (closed) {
            return false;
        }
        try {
            loop.apply(event, tell(event));
        } catch (Throwable thrown) { // whatever a room throws, it closes that room alone
            fail(thrown);
            return false;
        }
        current = NOTHING;
        closeIfOver();
        return true;
    }

    private @Nullable Verdict decide(RoomEvent.Requested request) {
        Verdict verdict = null;
        try {
            verdict = Objects.requireNonNull(loop.decide(request, tell(request)), "no verdict");
            if (recorder != null) {
                recorder.decided(verdict);
            }
        } catch (Throwable thrown) { // as above
            fail(thrown);
        }
        closeIfOver();
        return closed ? null : verdict;
    }

    /** Notes what the room is told; returns when. */
    private long tell(RoomEvent event) {
        current = event;
        long micros = roomMicros();
        if (recorder != null) {
            recorder.told(event, micros);
        }
        return micros;
    }

    /** Closes the room, as {@code thrown} came out of it or of what runs it. */
    public void fail(Throwable thrown) {
        loop.abandon();
        if (recorder != null) {
            recorder.failed(thrown);
        }
        end(GoneReason.ROOM_FAILED, GoneReason.ROOM_FAILED.text());
        host.failed(current, thrown);
    }

    private void closeIfOver() {
        if (recorder != null && !closed) {
            recorder.done(loop);
        }
        String why = loop.closedItself();
        if (!closed && loop.closed() && why != null) {
            end(GoneReason.ROOM_CLOSED, why);
        }
    }

    private void end(GoneReason reason, String text) {
        if (!closed) {
            closed = true;
            if (recorder != null) {
                recorder.ended();
            }
            stream.close(reason, text);
        }
    }

    private long roomMicros() {
        return openedMicros + (host.nanos() - openedNanos) / 1000;
    }

    // ---- time ----

    /**
     * Does what is due: ticks, timers, answers that did not come, seats whose time is up.
     *
     * @param eventsMax how many events to apply at most, ticks aside
     * @return how many were applied
     */
    public int runDue(int eventsMax) {
        int events = expireSeats();
        long micros = roomMicros();
        while (!closed && events < eventsMax) {
            RoomEvent due = loop.due(micros);
            if (due == null) {
                break;
            }
            apply(due);
            events++;
        }
        return events + tick();
    }

    /** Runs the ticks that are due; the members are told what came of all of them together. */
    private int tick() {
        Metronome beats = metronome;
        int ticks = 0;
        while (beats != null && !closed && beats.dueNanos() - host.nanos() <= 0) {
            long lateNanos = host.nanos() - beats.dueNanos();
            long dropped = beats.beat(lateNanos);
            host.ticked(lateNanos, dropped);
            ticked = true;
            apply(new RoomEvent.Ticked(beats.number()));
            ticks++;
            if (ticks == Metronome.BEHIND_MAX) {
                break;
            }
        }
        return ticks;
    }

    private int expireSeats() {
        if (closed || stream.nextDeadlineNanos() - host.nanos() > 0) {
            return 0;
        }
        List<Seat> expired = stream.expired();
        for (Seat seat : expired) {
            stream.end(seat, GoneReason.SEAT_EXPIRED, "");
            if (seat.taken()) {
                away(seat); // nothing new, unless it was told AGAIN and nobody came
                apply(new RoomEvent.Left(seat.number(), LeaveReason.TIMED_OUT));
            }
        }
        return expired.size();
    }

    /**
     * Nanoseconds until {@link #runDue} or {@link #emptyForTooLong} has something to do: 0 or less
     * is now, Long.MAX_VALUE never.
     */
    public long idleNanos() {
        if (closed) {
            return Long.MAX_VALUE;
        }
        long now = host.nanos();
        long idle = Long.MAX_VALUE;
        long streamDeadline = stream.nextDeadlineNanos();
        if (streamDeadline != Long.MAX_VALUE) {
            idle = streamDeadline - now;
        }
        long due = loop.nextDueMicros();
        if (due != Long.MAX_VALUE) {
            idle = Math.min(idle, openedNanos + (due - openedMicros) * 1000 - now);
        }
        if (metronome != null) {
            idle = Math.min(idle, metronome.dueNanos() - now);
        }
        return Math.min(idle, emptyIdleNanos(now));
    }

    private long emptyIdleNanos(long now) {
        return emptiness.leftNanos(stream.players() == 0, plan.type().emptyFor(), now);
    }

    /** Whether the room was without members for as long as its type allows. */
    public boolean emptyForTooLong() {
        return !closed && emptyIdleNanos(host.nanos()) <= 0;
    }

    /** Ends a turn: what was said goes to the links. True if a replay wants another turn, soon. */
    public boolean flush() {
        putUpPoster();
        boolean settle = ticked || metronome == null;
        ticked = false;
        if (recorder != null && !closed) {
            recorder.turnEnds(loop, settle && loop.rows().changed());
        }
        return !closed && stream.flush(settle);
    }

    private void putUpPoster() {
        int members = stream.players();
        Poster poster = loop.poster();
        if (!closed && poster.changed(members)) {
            host.list(poster.listing(stream.id(), members));
        }
    }
}
