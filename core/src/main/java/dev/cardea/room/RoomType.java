package dev.cardea.room;

import dev.cardea.session.OwnerId;
import java.time.Duration;
import java.util.function.Function;
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

    /** How long a room without members stays unless said otherwise. */
    public static final Duration EMPTY_DEFAULT = Duration.ofSeconds(30);

    private final String name;
    private final Function<Stage<O, E>, ? extends Room<I, E>> maker;
    private final Families families;
    private final Policy policy;

    /** The sealed families; null while not declared. */
    private record Families(
            @Nullable Class<?> inputs, @Nullable Class<?> outputs, @Nullable Class<?> events) {}

    private record Policy(int seats, boolean createdByServices, @Nullable Duration emptyFor) {}

    private RoomType(
            String name,
            Function<Stage<O, E>, ? extends Room<I, E>> maker,
            Families families,
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
        Policy policy = new Policy(SEATS_DEFAULT, false, EMPTY_DEFAULT);
        return new RoomType<>(name, maker, new Families(null, null, null), policy);
    }

    /** What a client may say: a sealed interface of records, or {@link None}. Required. */
    public RoomType<I, O, E> inputs(Class<I> family) {
        return with(new Families(family, families.outputs, families.events));
    }

    /** What the room may say: a sealed interface of records, or {@link None}. Required. */
    public RoomType<I, O, E> outputs(Class<O> family) {
        return with(new Families(families.inputs, family, families.events));
    }

    /** The room's own events; {@link None} unless said. */
    public RoomType<I, O, E> events(Class<E> family) {
        return with(new Families(families.inputs, families.outputs, family));
    }

    /** How many members a room has at most, 1 to 10,000. */
    public RoomType<I, O, E> seats(int seats) {
        if (seats < 1 || seats > SEATS_MAX) {
            throw new IllegalArgumentException("seats: 1 to " + SEATS_MAX + ", not " + seats);
        }
        return with(new Policy(seats, policy.createdByServices, policy.emptyFor));
    }

    /**
     * Only a service may create such a room; a client that wants to join finds it or is refused.
     */
    public RoomType<I, O, E> createdByServices() {
        return with(new Policy(policy.seats, true, policy.emptyFor));
    }

    /** A room closes when it had no member for {@code time}. */
    public RoomType<I, O, E> closesWhenEmptyFor(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("a negative time: " + time);
        }
        return with(new Policy(policy.seats, policy.createdByServices, time));
    }

    /** A room without members stays until it closes itself or the server closes. */
    public RoomType<I, O, E> staysWhenEmpty() {
        return with(new Policy(policy.seats, policy.createdByServices, null));
    }

    private RoomType<I, O, E> with(Families changed) {
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

    /** The family of inputs. */
    public Class<?> inputs() {
        return declared(families.inputs, "inputs");
    }

    /** The family of outputs. */
    public Class<?> outputs() {
        return declared(families.outputs, "outputs");
    }

    /** The family of events. */
    public Class<?> events() {
        return families.events == null ? None.class : families.events;
    }

    private Class<?> declared(@Nullable Class<?> family, String which) {
        if (family == null) {
            throw new IllegalStateException("room type " + name + " declares no " + which);
        }
        return family;
    }

    /** How many members a room has at most. */
    public int seats() {
        return policy.seats;
    }

    /** Whether only services create such rooms. */
    public boolean isCreatedByServices() {
        return policy.createdByServices;
    }

    /** How long a room without members stays, or null: until it closes itself. */
    public @Nullable Duration emptyFor() {
        return policy.emptyFor;
    }
}
