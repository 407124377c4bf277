package dev.cardea.store;

import dev.cardea.session.OwnerId;

/**
 * So much of a unit goes from one holder to another. Immutable.
 *
 * @param unit a currency or an item that stacks, such as {@code gold} or {@code sword}; 1 to 64
 *     plain characters
 * @param amount 1 to {@link #AMOUNT_MAX}
 */
public record Move(Holder from, Holder to, String unit, long amount) {
    /** The most that moves at once: a number that every client can hold exactly (2^53 - 1). */
    public static final long AMOUNT_MAX = (1L << 53) - 1;

    public Move {
        if (from.equals(to)) {
            throw new IllegalArgumentException("a move from " + from + " to itself");
        }
        if (!OwnerId.isKey(unit)) {
            throw new IllegalArgumentException("a unit has 1 to 64 plain characters");
        }
        if (amount < 1 || amount > AMOUNT_MAX) {
            throw new IllegalArgumentException("an amount is 1 to 2^53 - 1, not " + amount);
        }
    }
}
