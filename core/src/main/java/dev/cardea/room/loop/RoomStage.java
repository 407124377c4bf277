package dev.cardea.room.loop;

import dev.cardea.room.Agents;
import dev.cardea.room.Audience;
import dev.cardea.room.Cell;
import dev.cardea.room.Member;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.room.saved.SavedRoom;
import dev.cardea.room.saved.SavedType;
import dev.cardea.room.table.TableSet;
import dev.cardea.session.Delivery;
import dev.cardea.store.Operation;
import dev.cardea.stream.OwnerSnapshot;
import dev.cardea.wire.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The stage of one room, and what the room did on it that has yet to follow. Confined to the room;
 * it checks that at each call. What few rooms use is made on first use.
 */
final class RoomStage<O, E> implements Stage<O, E> {
    final Members members = new Members();
    final Members spectators = new Members();
    private final Surroundings<O> surroundings;

    private final List<TableType<?>> tableTypes;

    /** Null in a room that neither has tables nor ticks. */
    private final @Nullable TableSet tables;

    private final Poster poster;

    /** The thread that runs the room now, or null between events. */
    private @Nullable Thread runner;

    private long nowMicros;

    /** How the room is written at rest; null if it is not. */
    private final @Nullable SavedType<E> saved;

    private RoomRandom random = new RoomRandom(0);
    private @Nullable Agenda<E> agenda;
    private final Cells cells;
    private final Durables durables = new Durables();

    /** Kicked in this event, not told to the room yet; null if none. */
    @Nullable List<RoomMember> kicked;

    /** Why the room closes itself, or null if it does not. */
    @Nullable String closing;

    /** Nothing is sent any more: the room closes. */
    boolean muted;

    RoomStage(RoomType<?, O, E> type, Surroundings<O> surroundings, @Nullable SavedType<E> saved) {
        this.surroundings = surroundings;
        this.saved = saved;
        this.cells = new Cells(saved);
        this.tableTypes = type.tables();
        this.poster = new Poster(type);
        boolean shows = !type.tables().isEmpty() || type.tickRate() > 0;
        this.tables = shows ? new TableSet(type, surroundings::scratch, this::check) : null;
    }

    @Nullable TableSet tables() {
        return tables;
    }

    Poster poster() {
        return poster;
    }

    void enter(long micros) {
        runner = Thread.currentThread();
        nowMicros = Math.max(nowMicros, micros);
    }

    void leave() {
        runner = null;
    }

    void seed(long value) {
        random = new RoomRandom(value);
    }

    @Nullable Agenda<E> agenda() {
        return agenda;
    }

    private void check() {
        if (runner != Thread.currentThread()) {
            throw new IllegalStateException(
                    "a stage is for its room alone, and only during an event");
        }
    }

    @Override
    public void send(Member to, O message, Delivery delivery) {
        check();
        RoomMember member = (RoomMember) to;
        if (!member.gone && !muted) {
            surroundings.send(member.session(), message, delivery);
        }
    }

    @Override
    public void broadcast(O message, Delivery delivery) {
        check();
        if (!muted) {
            surroundings.broadcast(message, delivery);
        }
    }

    @Override
    public void after(String name, Duration delay, E event) {
        check();
        long micros = Math.max(0, delay.toNanos() / 1000);
        openAgenda().startTimer(name, nowMicros + micros, Objects.requireNonNull(event));
    }

    @Override
    public void cancel(String name) {
        check();
        if (agenda != null) {
            agenda.cancelTimer(name);
        }
    }

    @Override
    public void ask(E orElse, Callable<? extends E> work) {
        check();
        Objects.requireNonNull(orElse);
        Agenda<E> all = openAgenda();
        long ask = all.nextAsk();
        Surroundings.Aside aside = all.mayAsk() ? surroundings.ask(ask, work) : null;
        if (aside == null) {
            all.addUnanswered(ask, nowMicros, orElse);
        } else {
            all.addAsk(ask, nowMicros + Agenda.ASK_MICROS, orElse, aside);
        }
    }

    @Override
    public void durable(String key, Operation operation) {
        check();
        if (durables.mayAsk(key, operation)) {
            surroundings.settle(key, operation);
            durables.add(key, operation);
        }
    }

    Durables durables() {
        return durables;
    }

    private Agenda<E> openAgenda() {
        Agenda<E> open = agenda;
        if (open == null) {
            open = new Agenda<>();
            agenda = open;
        }
        return open;
    }

    @Override
    public <R> Cell<R> cell(String name, R initial) {
        check();
        return cells.make(name, initial);
    }

    @Override
    public <R> Table<R> table(TableType<R> type) {
        check();
        if (tables == null) {
            throw new IllegalStateException("the room's type declares no tables");
        }
        return tables.table(type);
    }

    @Override
    public void groups(Member who, int... groups) {
        check();
        long bits = 0;
        for (int group : groups) {
            bits |= 1L << new Audience.Group(group).number();
        }
        if (tables != null && !((RoomMember) who).gone) {
            tables.groups((int) who.id(), bits);
        }
    }

    @Override
    public void lookFrom(Member who, double x, double y) {
        check();
        if (tables != null && !((RoomMember) who).gone) {
            tables.lookFrom((int) who.id(), x, y);
        }
    }

    @Override
    public void label(String name, String value) {
        check();
        poster.label(name, value);
    }

    @Override
    public void hide(boolean hidden) {
        check();
        poster.hide(hidden);
    }

    /** The member or spectator of that number. */
    @Nullable RoomMember find(int number) {
        RoomMember member = members.find(number);
        return member == null ? spectators.find(number) : member;
    }

    /** Removes a member or spectator, which sees nothing any more; null if there is none. */
    @Nullable RoomMember remove(int number) {
        RoomMember member = members.remove(number);
        RoomMember gone = member == null ? spectators.remove(number) : member;
        if (gone != null) {
            gone.gone = true;
            if (tables != null) {
                tables.left(number);
            }
        }
        return gone;
    }

    @Override
    public RandomGenerator random() {
        check();
        return random;
    }

    @Override
    public List<Member> members() {
        check();
        return members.list();
    }

    @Override
    public List<Member> spectators() {
        check();
        return spectators.list();
    }

    @Override
    public void kick(Member member, String why) {
        check();
        RoomMember gone = find((int) member.id());
        if (gone == null || gone != member) {
            return;
        }
        remove(gone.number);
        surroundings.kick(gone.session(), why);
        if (gone.watches) {
            return;
        }
        if (kicked == null) {
            kicked = new ArrayList<>();
        }
        kicked.add(gone);
    }

    @Override
    public void close(String why) {
        check();
        if (closing == null) {
            closing = why;
        }
    }

    @Override
    public Instant now() {
        check();
        return Instant.ofEpochSecond(
                Math.floorDiv(nowMicros, 1_000_000), Math.floorMod(nowMicros, 1_000_000) * 1000L);
    }

    @Override
    public Rooms rooms() {
        return surroundings.rooms();
    }

    @Override
    public Agents agents() {
        return surroundings.agents();
    }

    // ---- at rest ----

    SavedRoom save(OwnerSnapshot seats) {
        SavedType<E> form = form();
        List<SavedRoom.Timer> timers = new ArrayList<>();
        List<Bytes> asks = new ArrayList<>();
        if (agenda != null) {
            agenda.save(form, timers, asks);
        }
        SavedRoom.State state =
                new SavedRoom.State(
                        cells.save(form),
                        tables == null ? Map.of() : TablesAtRest.rows(tables, form),
                        tables == null ? List.of() : TablesAtRest.views(tables));
        return new SavedRoom(
                new SavedRoom.Clock(
                        tables == null ? 0 : tables.lastTick(), nowMicros, random.state()),
                poster.save(),
                seats,
                new SavedRoom.Waiting(timers, asks, durables.all()),
                state);
    }

    private SavedType<E> form() {
        if (saved == null) {
            throw new IllegalStateException("the room is not saved: see RoomType.savedEvery");
        }
        return saved;
    }

    /** Takes over what was saved, before the room is made: it only wires. */
    void restore(SavedRoom room) {
        SavedType<E> form = form();
        nowMicros = Math.max(nowMicros, room.clock().micros());
        random = new RoomRandom(room.clock().random());
        poster.restore(room.shown());
        for (OwnerSnapshot.Member seat : room.seats().members()) {
            RoomMember member =
                    new RoomMember(seat.seat(), seat.session(), seat.who(), seat.watches());
            member.attached = false;
            (seat.watches() ? spectators : members).add(member);
        }
        cells.restore(room.state().cells());
        if (tables != null) {
            TablesAtRest.restore(tables, tableTypes, room, form);
        }
        restore(room.waiting(), form);
    }

    private void restore(SavedRoom.Waiting waiting, SavedType<E> form) {
        if (waiting.timers().isEmpty() && waiting.asks().isEmpty()) {
            return;
        }
        Agenda<E> all = openAgenda();
        for (SavedRoom.Timer timer : waiting.timers()) {
            all.startTimer(timer.name(), timer.dueMicros(), form.event(timer.event()));
        }
        for (Bytes orElse : waiting.asks()) {
            all.addUnanswered(all.nextAsk(), nowMicros, form.event(orElse));
        }
    }

    /** Asks again for what was pending, and is not known to have happened. */
    void resettle(Map<String, Operation> pending) {
        pending.forEach(this::durable);
    }
}
