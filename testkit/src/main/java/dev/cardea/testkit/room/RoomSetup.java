package dev.cardea.testkit.room;

import dev.cardea.room.RoomType;
import dev.cardea.stream.StreamLimits;
import dev.cardea.wire.Bytes;
import java.time.Duration;

/**
 * What a {@link RoomHarness} is made of; from {@link RoomHarness#of}. Immutable; each method that
 * changes something returns another.
 *
 * @param seed of the room's random numbers and of the network
 * @param key the room's, in its name {@code type/key}
 * @param options for {@link dev.cardea.room.Room#onOpen}
 * @param asks who does the work of {@link dev.cardea.room.Stage#ask}
 * @param limits of the stream: how much is kept for those who are away, and how long their seats
 */
public record RoomSetup<I, O, E>(
        RoomType<I, O, E> type,
        long seed,
        String key,
        Bytes options,
        SimNetwork network,
        Asking asks,
        StreamLimits limits) {
    /** How long the work of an ask takes unless said otherwise. */
    public static final Duration ASK_TIME_DEFAULT = Duration.ofMillis(1);

    /** Who does the work of {@link dev.cardea.room.Stage#ask}. Immutable. */
    public sealed interface Asking {
        /** The harness, on the calling thread, when {@code time} of the room has passed. */
        record After(Duration time) implements Asking {}

        /** The test; see {@link RoomHarness#asks}. */
        record ByTest() implements Asking {}
    }

    static <I, O, E> RoomSetup<I, O, E> of(RoomType<I, O, E> type) {
        return new RoomSetup<>(
                type,
                1,
                "test",
                Bytes.EMPTY,
                SimNetwork.PERFECT,
                new Asking.After(ASK_TIME_DEFAULT),
                StreamLimits.DEFAULT);
    }

    /** With another seed; it is 1 unless said. */
    public RoomSetup<I, O, E> seed(long seed) {
        return new RoomSetup<>(type, seed, key, options, network, asks, limits);
    }

    /** With another key; it is "test" unless said. */
    public RoomSetup<I, O, E> key(String key) {
        return new RoomSetup<>(type, seed, key, options, network, asks, limits);
    }

    /** With options for {@link dev.cardea.room.Room#onOpen}. */
    public RoomSetup<I, O, E> options(Bytes options) {
        return new RoomSetup<>(type, seed, key, options, network, asks, limits);
    }

    /** With a network that is not perfect. */
    public RoomSetup<I, O, E> network(SimNetwork network) {
        return new RoomSetup<>(type, seed, key, options, network, asks, limits);
    }

    /**
     * The work of {@link dev.cardea.room.Stage#ask} takes so long, more than nothing; it is done
     * when time passes.
     */
    public RoomSetup<I, O, E> asksTake(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("the work of an ask takes time, not " + time);
        }
        return asks(new Asking.After(time));
    }

    /** The test answers what the room asks, or lets it time out; see {@link RoomHarness#asks}. */
    public RoomSetup<I, O, E> asksByTest() {
        return asks(new Asking.ByTest());
    }

    private RoomSetup<I, O, E> asks(Asking asks) {
        return new RoomSetup<>(type, seed, key, options, network, asks, limits);
    }

    /** With other bounds of the stream, such as a ring that soon forgets. */
    public RoomSetup<I, O, E> limits(StreamLimits limits) {
        return new RoomSetup<>(type, seed, key, options, network, asks, limits);
    }

    /**
     * Opens the room.
     *
     * @throws dev.cardea.wire.DeclarationException with all that is wrong in the type
     * @throws RoomFailedError if the room throws at that
     */
    public RoomHarness<I, O, E> open() {
        return new RoomHarness<>(this, RunWitness.NONE);
    }
}
