package dev.cardea.room.loop;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Opening;
import dev.cardea.room.Recovery;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Tick;
import dev.cardea.room.Verdict;
import dev.cardea.room.saved.SavedRoom;
import dev.cardea.room.saved.SavedType;
import dev.cardea.room.table.TableSet;
import dev.cardea.store.Outcome;
import dev.cardea.stream.OwnerSnapshot;
import dev.cardea.stream.Rows;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A room as a fold over its events: each changes the room and what it does to its {@link
 * Surroundings}. Confined to the room. Pure: time comes with each event.
 *
 * <p>After an event's method has returned, what the room did on its stage follows, still within the
 * event: members that it kicked leave, and if it closed itself, all leave and the loop is {@link
 * #closed}.
 *
 * <p>What the room throws comes out of {@link #apply}; the loop must not be used afterwards.
 */
public final class RoomLoop<I, O, E> {
    private final RoomType<I, O, E> type;
    private final RoomStage<O, E> stage;
    private @Nullable Room<I, E> room;
    private boolean closed;

    /**
     * A room that is not open yet, and will never be saved: the first event is {@link
     * RoomEvent.Opened}.
     */
    public RoomLoop(RoomType<I, O, E> type, Surroundings<O> surroundings) {
        this(type, surroundings, null);
    }

    /**
     * A room that is not open yet: the first event is {@link RoomEvent.Opened} or {@link
     * RoomEvent.Restored}.
     *
     * @param saved how it is written at rest; null if it is not
     */
    public RoomLoop(
            RoomType<I, O, E> type, Surroundings<O> surroundings, @Nullable SavedType<E> saved) {
        this.type = type;
        this.stage = new RoomStage<>(type, surroundings, saved);
    }

    /** What the members are shown. */
    public Rows rows() {
        TableSet tables = stage.tables();
        return tables == null ? Rows.NONE : tables;
    }

    /** What those who look for a room are shown. */
    Poster poster() {
        return stage.poster();
    }

    /**
     * Shows the room's state: members, spectators, what it waits for, its labels, rows, and what
     * decides who sees them. Cells are the room's alone.
     */
    public void show(StateViewer viewer) {
        for (int i = 0; i < stage.members.size(); i++) {
            viewer.member(stage.members.at(i));
        }
        for (int i = 0; i < stage.spectators.size(); i++) {
            viewer.spectator(stage.spectators.at(i));
        }
        Agenda<E> agenda = stage.agenda();
        if (agenda != null) {
            agenda.show(viewer);
        }
        stage.durables().show(viewer);
        stage.poster().show(viewer);
        TableSet tables = stage.tables();
        if (tables != null) {
            tables.show(viewer);
            tables.showViews(viewer::view);
        }
    }

    /** Whether the room is over. */
    public boolean closed() {
        return closed;
    }

    /** Why the room closed itself, or null if it did not. */
    public @Nullable String closedItself() {
        return stage.closing;
    }

    /**
     * Folds one event.
     *
     * @param micros the room's time, in microseconds since 1970
     */
    public void apply(RoomEvent event, long micros) {
        stage.enter(micros);
        try {
            dispatch(event);
            follow();
        } finally {
            stage.leave();
        }
    }

    /** Folds a request, and tells what the room decided. */
    public Verdict decide(RoomEvent.Requested request, long micros) {
        stage.enter(micros);
        try {
            Verdict verdict = room().onRequest(request.who(), request.options());
            follow();
            return verdict;
        } finally {
            stage.leave();
        }
    }

    /**
     * Lets {@code look} see the room's stage between two events, also after the last one. It must
     * not do anything there: what it did would be in no event.
     */
    public <T> T inspect(Function<? super Stage<O, E>, T> look) {
        stage.enter(Long.MIN_VALUE);
        try {
            return look.apply(stage);
        } finally {
            stage.leave();
        }
    }

    /** When a timer or an ask is due in the room's time, or Long.MAX_VALUE. */
    public long nextDueMicros() {
        Agenda<E> agenda = stage.agenda();
        return agenda == null ? Long.MAX_VALUE : agenda.nextMicros();
    }

    /** The event that is due first, to be applied; null if none is. */
    public @Nullable RoomEvent due(long micros) {
        Agenda<E> agenda = stage.agenda();
        return agenda == null ? null : agenda.due(micros);
    }

    /** Gives up what the room waits for: it failed, or is gone otherwise. */
    public void abandon() {
        closed = true;
        Agenda<E> agenda = stage.agenda();
        if (agenda != null) {
            agenda.clear();
        }
    }

    private Room<I, E> room() {
        Room<I, E> open = room;
        if (open == null || closed) {
            throw new IllegalStateException("the room is not open");
        }
        return open;
    }

    private void dispatch(RoomEvent event) {
        switch (event) {
            case RoomEvent.Received(int member, Object input) -> receive(member, input);
            case RoomEvent.Joined joined -> join(joined);
            case RoomEvent.Watched watched -> watch(watched);
            case RoomEvent.Dropped(int member) -> drop(member);
            case RoomEvent.Resumed(int member, Recovery how) -> resume(member, how);
            case RoomEvent.Left(int member, LeaveReason why) -> leave(member, why);
            case RoomEvent.Ticked(long tick) -> tick(tick);
            case RoomEvent.Fired(String timer) -> fire(timer);
            case RoomEvent.Answered(long ask, Object answer) -> answer(ask, answer);
            case RoomEvent.Settled(String key, Outcome outcome) -> settled(key, outcome);
            case RoomEvent.Posted(Object posted) -> room().onEvent(event(posted));
            case RoomEvent.Closing(LeaveReason why) -> close(why);
            case RoomEvent.Requested request -> room().onRequest(request.who(), request.options());
            case RoomEvent.Opened opened -> open(opened);
            case RoomEvent.Restored(SavedRoom saved, Duration age) -> restore(saved, age);
        }
    }

    private void open(RoomEvent.Opened opened) {
        stage.seed(opened.seed());
        stage.poster().begin(opened.how());
        room = type.make(stage);
        room().onOpen(opened.how());
    }

    private void restore(SavedRoom saved, Duration age) {
        stage.restore(saved);
        room = type.make(stage);
        room().onOpen(new Opening.Restored(age));
        stage.resettle(saved.waiting().durables());
    }

    /**
     * All of the room between two events, at rest.
     *
     * @param seats what the stream knows of its members
     * @throws IllegalStateException if it was made without a form for that
     */
    public SavedRoom save(OwnerSnapshot seats) {
        return stage.save(seats);
    }

    private void join(RoomEvent.Joined joined) {
        RoomMember member = new RoomMember(joined.member(), joined.session(), joined.who(), false);
        stage.members.add(member);
        room().onJoin(member);
    }

    private void watch(RoomEvent.Watched watched) {
        RoomMember spectator =
                new RoomMember(watched.member(), watched.session(), watched.who(), true);
        stage.spectators.add(spectator);
        room().onWatch(spectator);
    }

    private void drop(int number) {
        RoomMember member = stage.find(number);
        if (member != null && member.attached) {
            member.attached = false;
            if (!member.watches) {
                room().onDrop(member);
            }
        }
    }

    private void resume(int number, Recovery how) {
        RoomMember member = stage.find(number);
        if (member != null && (how == Recovery.FRESH || !member.attached)) {
            member.attached = true;
            if (!member.watches) {
                room().onResume(member, how);
            }
        }
    }

    private void leave(int number, LeaveReason why) {
        RoomMember member = stage.remove(number);
        if (member != null && !member.watches) {
            room().onLeave(member, why);
        }
    }

    @SuppressWarnings("unchecked") // decoded by the protocol of the type's inputs
    private void receive(int number, Object input) {
        RoomMember member = stage.members.find(number);
        if (member != null) {
            room().onInput(member, (I) input);
        }
    }

    private void tick(long number) {
        TableSet tables = stage.tables();
        if (tables != null) {
            tables.ticked(number);
        }
        room().onTick(new Tick(number, type.tickRate()));
    }

    private void fire(String timer) {
        Agenda<E> agenda = stage.agenda();
        E event = agenda == null ? null : agenda.takeTimer(timer);
        if (event != null) {
            room().onEvent(event);
        }
    }

    private void answer(long ask, @Nullable Object answer) {
        Agenda<E> agenda = stage.agenda();
        E orElse = agenda == null ? null : agenda.takeAsk(ask, answer != null);
        if (orElse != null) {
            room().onEvent(answer == null ? orElse : event(answer));
        }
    }

    private void settled(String key, Outcome outcome) {
        if (stage.durables().take(key)) {
            room().onSettled(key, outcome);
        }
    }

    @SuppressWarnings("unchecked") // checked against the type's family where it came in
    private E event(Object event) {
        return (E) event;
    }

    private void follow() {
        while (!closed && stage.kicked != null) {
            followKicks();
        }
        if (stage.closing != null) {
            close(LeaveReason.ROOM_CLOSED);
        }
    }

    private void followKicks() {
        List<RoomMember> kicked = stage.kicked;
        stage.kicked = null;
        if (kicked != null) {
            kicked.forEach(member -> room().onLeave(member, LeaveReason.KICKED));
        }
    }

    private void close(LeaveReason why) {
        if (closed) {
            return;
        }
        stage.muted = true;
        while (stage.members.size() > 0) {
            leave(stage.members.at(0).number, why);
            followKicks();
        }
        while (stage.spectators.size() > 0) {
            leave(stage.spectators.at(0).number, why);
        }
        abandon();
    }
}
