package dev.cardea.examples.dice;

import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * A claim that under all cups together there are at least {@code count} dice which show {@code
 * face}. Immutable; what a player sends may be nonsense, which {@link Round} refuses.
 */
public record Bid(int count, int face) {
    /** Faces of a die, from 1. */
    static final int FACES = 6;

    /** Before the first bid: any is above it. */
    static final Bid NONE = new Bid(0, 0);

    /** Whether it may follow {@code other}: more dice, or as many of a higher face. */
    boolean isAbove(Bid other) {
        return count > other.count || (count == other.count && face > other.face);
    }

    /**
     * A bid a little above this one.
     *
     * @param dice on the table
     * @return empty if there is nothing above it that could be true
     */
    Optional<Bid> raised(int dice, RandomGenerator random) {
        if (count < dice) {
            return Optional.of(new Bid(count + 1, random.nextInt(1, FACES + 1)));
        }
        return face < FACES ? Optional.of(new Bid(count, face + 1)) : Optional.empty();
    }
}
