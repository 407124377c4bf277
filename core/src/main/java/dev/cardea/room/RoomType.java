package dev.cardea.room;

import dev.cardea.session.OwnerId;
import dev.cardea.wire.Protocol;
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
    private final Families<I, O, E> families;
    private final Policy policy;

    /** What is said; null while not declared. */
    private record Families<I, O, E>(
            @Nullable Protocol<I> inputs,
            @Nullable Protocol<O> outputs,
            @Nullable Class<E> events) {}

    private record Policy(int seats, boolean createdByServices, @Nullable Duration emptyFor) {}

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
        Policy policy = new Policy(SEATS_DEFAULT, false, EMPTY_DEFAULT);
        return new RoomType<>(name, maker, new Families<>(null, null, null), policy);
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

    /** Whether only services create such rooms. */
    public boolean isCreatedByServices() {
        return policy.createdByServices;
    }

    /** How long a room without members stays, or null: until it closes itself. */
    public @Nullable Duration emptyFor() {
        return policy.emptyFor;
    }
}
