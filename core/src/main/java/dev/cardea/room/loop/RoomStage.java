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
import dev.cardea.room.table.TableSet;
import dev.cardea.session.Delivery;
import dev.cardea.store.Operation;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The stage of one room, and what the room did on it that has yet to follow. Confined to the room;
 * it checks that at each call. What few rooms use is made on first use.
 */
final class RoomStage<O, E> implements Stage<O, E> {
    private static final int CELLS_MAX = 256;
    private static final int DURABLES_MAX = 1024;
    private static final int KEY_CHARS_MAX = 128;

    final Members members = new Members();
    final Members spectators = new Members();
    private final Surroundings<O> surroundings;

    /** Null in a room that neither has tables nor ticks. */
    private final @Nullable TableSet tables;

    private final Poster poster;

    /** The thread that runs the room now, or null between events. */
    private @Nullable Thread runner;

    private long nowMicros;
    private long seed;
    private @Nullable RandomGenerator random;
    private @Nullable Agenda<E> agenda;
    private @Nullable Map<String, Cell<?>> cells;

    /** Durable operations of which is not known yet what became of them. */
    private Map<String, Operation> durables = Map.of();

    /** Kicked in this event, not told to the room yet; null if none. */
    @Nullable List<RoomMember> kicked;

    /** Why the room closes itself, or null if it does not. */
    @Nullable String closing;

    /** Nothing is sent any more: the room closes. */
    boolean muted;

    RoomStage(RoomType<?, O, E> type, Surroundings<O> surroundings) {
        this.surroundings = surroundings;
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
        seed = value;
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
        if (key.isEmpty() || key.length() > KEY_CHARS_MAX) {
            throw new IllegalArgumentException(
                    "the name of a durable effect has 1 to " + KEY_CHARS_MAX + " characters");
        }
        Operation pending = durables.get(key);
        if (pending != null && !pending.equals(operation)) {
            throw new IllegalStateException(key + ": another operation is pending by that name");
        }
        if (pending != null) {
            return;
        }
        if (durables.size() >= DURABLES_MAX) {
            throw new IllegalStateException(
                    "a room has at most " + DURABLES_MAX + " durable operations pending");
        }
        surroundings.settle(key, operation);
        if (durables.isEmpty()) {
            durables = new HashMap<>(4);
        }
        durables.put(key, operation);
    }

    /** Whether an operation of that name was pending; it is not any more. */
    boolean takeDurable(String key) {
        return !durables.isEmpty() && durables.remove(key) != null;
    }

    void showDurables(StateViewer viewer) {
        durables.keySet().forEach(viewer::durable);
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
        if (cells == null) {
            cells = new HashMap<>(4);
        }
        if (cells.size() >= CELLS_MAX || cells.containsKey(name)) {
            throw new IllegalStateException(
                    "cell " + name + ": at most " + CELLS_MAX + ", each with a name of its own");
        }
        Cell<R> cell = new ValueCell<>(initial);
        cells.put(name, cell);
        return cell;
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
        RandomGenerator known = random;
        if (known == null) {
            known = new SplittableRandom(seed);
            random = known;
        }
        return known;
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

    /** A value, kept. */
    private static final class ValueCell<R> implements Cell<R> {
        private R value;

        ValueCell(R initial) {
            this.value = Objects.requireNonNull(initial);
        }

        @Override
        public R get() {
            return value;
        }

        @Override
        public void set(R newValue) {
            value = Objects.requireNonNull(newValue);
        }
    }
}
