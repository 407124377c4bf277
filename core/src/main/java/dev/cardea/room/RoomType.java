package dev.cardea.room;

import dev.cardea.session.OwnerId;
import dev.cardea.wire.Protocol;
import java.time.Duration;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of room: how to make one, what is said in it, and its bounds. Immutable; each method that
 * changes something returns another type.
 *
 * <pre>{@code
 * RoomType.of("chat", Chat::new).inputs(Say.class).outputs(Heard.class).seats(200)
 * }</pre>
 *
 * @param <I> what a client may say
 * @param <O> what the room may say
 * @param <E> the room's own events
 */
public final class RoomType<I, O, E> {
    /** Seats unless said otherwise. */
    public static final int SEATS_DEFAULT = 64;

    /** The most seats that a type may have. */
    public static final int SEATS_MAX = 10_000;

    /** The most spectators that a type may have. */
    public static final int SPECTATORS_MAX = 10_000;

    /** How long a room without members stays unless said otherwise. */
    public static final Duration EMPTY_DEFAULT = Duration.ofSeconds(30);

    /** The most ticks per second. */
    public static final int TICK_RATE_MAX = 60;

    /** Labels that a type may declare. */
    public static final int LABELS_MAX = 16;

    /** UTF-8 bytes of a label's value. */
    public static final int LABEL_BYTES_MAX = 64;

    private static final Pattern LABEL = Pattern.compile("[a-z][a-zA-Z0-9_]{0,31}");

    private final String name;
    private final Function<Stage<O, E>, ? extends Room<I, E>> maker;
    private final Families<I, O, E> families;
    private final Policy policy;

    /** What is said; null while not declared. */
    private record Families<I, O, E>(
            @Nullable Protocol<I> inputs,
            @Nullable Protocol<O> outputs,
            @Nullable Class<E> events) {}

    /** Who makes such a room. */
    public enum Origin {
        /** Whoever joins by a key that no room has. */
        JOIN,

        /** Whoever asks for a new room, or finds none; the server gives it a code as its key. */
        CODE,

        /** Services alone. */
        SERVICE
    }

    private record Policy(
            int seats,
            int spectators,
            Origin origin,
            @Nullable Duration emptyFor,
            int tickRate,
            List<TableType<?>> tables,
            @Nullable Set<String> labels,
            @Nullable Duration savedEvery) {
        static final Policy DEFAULT =
                new Policy(SEATS_DEFAULT, 0, Origin.JOIN, EMPTY_DEFAULT, 0, List.of(), null, null);

        Policy withSeats(int newSeats) {
            return new Policy(
                    newSeats, spectators, origin, emptyFor, tickRate, tables, labels, savedEvery);
        }

        Policy withSpectators(int newSpectators) {
            return new Policy(
                    seats, newSpectators, origin, emptyFor, tickRate, tables, labels, savedEvery);
        }

        Policy withOrigin(Origin newOrigin) {
            return new Policy(
                    seats, spectators, newOrigin, emptyFor, tickRate, tables, labels, savedEvery);
        }

        Policy withEmptyFor(@Nullable Duration time) {
            return new Policy(
                    seats, spectators, origin, time, tickRate, tables, labels, savedEvery);
        }

        Policy withTickRate(int newRate) {
            return new Policy(
                    seats, spectators, origin, emptyFor, newRate, tables, labels, savedEvery);
        }

        Policy withTables(List<TableType<?>> newTables) {
            List<TableType<?>> copy = List.copyOf(newTables);
            return new Policy(
                    seats, spectators, origin, emptyFor, tickRate, copy, labels, savedEvery);
        }

        Policy withLabels(Set<String> names) {
            return new Policy(
                    seats, spectators, origin, emptyFor, tickRate, tables, names, savedEvery);
        }

        Policy withSaving(Duration every) {
            return new Policy(seats, spectators, origin, emptyFor, tickRate, tables, labels, every);
        }
    }

    private RoomType(
            String name,
            Function<Stage<O, E>, ? extends Room<I, E>> maker,
            Families<I, O, E> families,
            Policy policy) {
        this.name = name;
        this.maker = maker;
        this.families = families;
        this.policy = policy;
    }

    /**
     * A type whose rooms {@code maker} makes.
     *
     * @param name {@code [a-z][a-z0-9-]*}, at most 32 characters, not "agent"; clients join by it
     * @param maker called in the room's own thread; what it returns is new each time
     */
    public static <I, O, E> RoomType<I, O, E> of(
            String name, Function<Stage<O, E>, ? extends Room<I, E>> maker) {
        if (!OwnerId.isType(name)) {
            throw new IllegalArgumentException("not the name of a room type: " + name);
        }
        return new RoomType<>(name, maker, new Families<>(null, null, null), Policy.DEFAULT);
    }

    /**
     * What a client may say: a sealed interface of records, or {@link None}. Required.
     *
     * @throws dev.cardea.wire.DeclarationException with all that is wrong in its declaration
     */
    public RoomType<I, O, E> inputs(Class<I> family) {
        return inputs(protocol(family));
    }

    /** What a client may say, where the game brings bodies of its own, such as protobuf. */
    public RoomType<I, O, E> inputs(Protocol<I> protocol) {
        return with(new Families<>(protocol, families.outputs, families.events));
    }

    /**
     * What the room may say: a sealed interface of records, or {@link None}. Required.
     *
     * @throws dev.cardea.wire.DeclarationException with all that is wrong in its declaration
     */
    public RoomType<I, O, E> outputs(Class<O> family) {
        return outputs(protocol(family));
    }

    /** What the room may say, where the game brings bodies of its own, such as protobuf. */
    public RoomType<I, O, E> outputs(Protocol<O> protocol) {
        return with(new Families<>(families.inputs, protocol, families.events));
    }

    private static <T> Protocol<T> protocol(Class<T> family) {
        return family == None.class ? Protocol.empty(family) : Protocol.of(family);
    }

    /** The room's own events; {@link None} unless said. */
    public RoomType<I, O, E> events(Class<E> family) {
        return with(new Families<>(families.inputs, families.outputs, family));
    }

    /** How many members a room has at most, 1 to 10,000. */
    public RoomType<I, O, E> seats(int seats) {
        if (seats < 1 || seats > SEATS_MAX) {
            throw new IllegalArgumentException("seats: 1 to " + SEATS_MAX + ", not " + seats);
        }
        return with(policy.withSeats(seats));
    }

    /**
     * How many may watch a room at most, 0 to 10,000, beside its members; without this nobody may.
     * See {@link Room#onWatch}. A room that is only watched counts as one without members.
     */
    public RoomType<I, O, E> spectators(int max) {
        if (max < 0 || max > SPECTATORS_MAX) {
            throw new IllegalArgumentException(
                    "spectators: 0 to " + SPECTATORS_MAX + ", not " + max);
        }
        return with(policy.withSpectators(max));
    }

    /**
     * Only a service may create such a room; a client that wants to join finds it or is refused.
     */
    public RoomType<I, O, E> createdByServices() {
        return with(policy.withOrigin(Origin.SERVICE));
    }

    /**
     * Players make such rooms by asking for a new one, or by a search that finds none; the key is a
     * code that the server makes up, to be told to friends. Who joins by another key is refused.
     */
    public RoomType<I, O, E> createdByCode() {
        return with(policy.withOrigin(Origin.CODE));
    }

    /**
     * Players may list the rooms of this type, and search one by its labels; without this they must
     * know the key.
     *
     * @param labels the names of what a room says of itself, at most 16, each {@code
     *     [a-z][a-zA-Z0-9_]*} of at most 32 characters
     */
    public RoomType<I, O, E> listed(String... labels) {
        Set<String> names = new TreeSet<>();
        for (String label : labels) {
            if (!LABEL.matcher(label).matches()) {
                throw new IllegalArgumentException("not the name of a label: " + label);
            }
            names.add(label);
        }
        if (names.size() > LABELS_MAX) {
            throw new IllegalArgumentException("labels: at most " + LABELS_MAX);
        }
        return with(policy.withLabels(Collections.unmodifiableSet(names)));
    }

    /** A room closes when it had no member for {@code time}. */
    public RoomType<I, O, E> closesWhenEmptyFor(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a negative time: " + time);
        }
        return with(policy.withEmptyFor(time));
    }

    /** A room without members stays until it closes itself or the server closes. */
    public RoomType<I, O, E> staysWhenEmpty() {
        return with(policy.withEmptyFor(null));
    }

    /**
     * A room ticks so often per second, 1 to 60; without this it does not. A room that ticks tells
     * its members once per tick what changed in its tables and which of their inputs were applied.
     */
    public RoomType<I, O, E> tickRate(int perSecond) {
        if (perSecond < 1 || perSecond > TICK_RATE_MAX) {
            throw new IllegalArgumentException(
                    "ticks per second: 1 to " + TICK_RATE_MAX + ", not " + perSecond);
        }
        return with(policy.withTickRate(perSecond));
    }

    /**
     * The tables that a room of this type has, each with a name of its own. Later versions of a
     * game add to the end, since clients know tables by their place.
     */
    public RoomType<I, O, E> tables(TableType<?>... types) {
        Set<String> names = new HashSet<>();
        for (TableType<?> type : types) {
            if (!names.add(type.name())) {
                throw new IllegalArgumentException("two tables are called " + type.name());
            }
        }
        return with(policy.withTables(List.of(types)));
    }

    /**
     * Rooms of this type outlive their process: they are saved so often, and when the server stops,
     * and go on from there with their members, rows, cells, timers and what they wait for. What
     * happened since is lost if the process dies; what must not be, is for {@link Stage#durable}.
     *
     * <p>All state of such a room lies in tables and cells, whose values are records, and its
     * events are a sealed interface of records with an id each. Without a database nothing is
     * saved.
     *
     * @param every at least a second
     */
    public RoomType<I, O, E> savedEvery(Duration every) {
        if (every.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("saved at most every second, not every " + every);
        }
        return with(policy.withSaving(every));
    }

    private RoomType<I, O, E> with(Families<I, O, E> changed) {
        return new RoomType<>(name, maker, changed, policy);
    }

    private RoomType<I, O, E> with(Policy changed) {
        return new RoomType<>(name, maker, families, changed);
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** A new room on {@code stage}. */
    public Room<I, E> make(Stage<O, E> stage) {
        return maker.apply(stage);
    }

    /** What a client may say. */
    public Protocol<I> inputs() {
        return declared(families.inputs, "inputs");
    }

    /** What the room may say. */
    public Protocol<O> outputs() {
        return declared(families.outputs, "outputs");
    }

    /** The room's own events; null if it has none. */
    public @Nullable Class<E> eventFamily() {
        return families.events;
    }

    /** Whether {@code event} is one of the room's own events. */
    public boolean isEvent(Object event) {
        return families.events != null && families.events.isInstance(event);
    }

    private <T> T declared(@Nullable T family, String which) {
        if (family == null) {
            throw new IllegalStateException("room type " + name + " declares no " + which);
        }
        return family;
    }

    /** How many members a room has at most. */
    public int seats() {
        return policy.seats;
    }

    /** How many may watch a room at most. */
    public int spectators() {
        return policy.spectators;
    }

    /** Who makes such a room. */
    public Origin origin() {
        return policy.origin;
    }

    /** Whether players may list such rooms and search one. */
    public boolean isListed() {
        return policy.labels != null;
    }

    /** The names of what a room says of itself in a list, in order. */
    public Set<String> labels() {
        return policy.labels == null ? Set.of() : policy.labels;
    }

    /** Ticks per second, 0 if it does not tick. */
    public int tickRate() {
        return policy.tickRate;
    }

    /** The tables of a room, in their order. */
    public List<TableType<?>> tables() {
        return policy.tables;
    }

    /** How long a room without members stays, or null: until it closes itself. */
    public @Nullable Duration emptyFor() {
        return policy.emptyFor;
    }

    /** How often a room is saved, or null: it is not. */
    public @Nullable Duration savedEvery() {
        return policy.savedEvery;
    }
}
