package dev.cardea.server.node;

import java.util.function.LongSupplier;

/** Keys that people can read to each other, and that cannot be guessed in time. Stateless. */
final class RoomCodes {
    /** Without those that look alike: 0 and O, 1 and I. */
    private static final String LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

    private static final int LETTER_BITS = 5;
    private static final int LENGTH = 6;

    private RoomCodes() {}

    /** A code of 30 random bits. */
    static String next(LongSupplier random) {
        long bits = random.getAsLong();
        StringBuilder code = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            code.append(LETTERS.charAt((int) (bits & (LETTERS.length() - 1))));
            bits >>>= LETTER_BITS;
        }
        return code.toString();
    }
}
