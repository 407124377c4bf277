package dev.cardea.client.engine;

/** Serial-number arithmetic (RFC 1982) over numbers that wrap at 2^32. Stateless. */
final class Serial {
    private Serial() {}

    /** Whether {@code a} comes after {@code b}: less than 2^31 numbers lie between them. */
    static boolean after(int a, int b) {
        return a - b > 0;
    }

    /** The 64-bit number nearest to {@code last} whose low 32 bits are {@code low}. */
    static long extend(long last, int low) {
        return last + (low - (int) last);
    }
}
