package dev.cardea.testkit;

/**
 * What a way through the network is like. Immutable.
 *
 * @param delayNanosMin the least time that bytes are under way
 * @param delayNanosMax the most
 * @param pieceBytesMax what is sent at once arrives in pieces of 1 to this many bytes
 * @param windowBytes how much may be under way or unread; the sender keeps the rest
 */
public record SimPath(long delayNanosMin, long delayNanosMax, int pieceBytesMax, int windowBytes) {
    private static final long MILLI = 1_000_000;

    /** A player's line: 5 to 60 ms, torn into small pieces. */
    public static final SimPath PLAYER = new SimPath(5 * MILLI, 60 * MILLI, 48, 64 * 1024);

    /** Between two machines of one house: 0.1 to 2 ms. */
    public static final SimPath HOUSE = new SimPath(MILLI / 10, 2 * MILLI, 512, 256 * 1024);

    /** The same way with another window. */
    public SimPath withWindow(int bytes) {
        return new SimPath(delayNanosMin, delayNanosMax, pieceBytesMax, bytes);
    }

    /** The same way with another delay. */
    public SimPath withDelay(long nanosMin, long nanosMax) {
        return new SimPath(nanosMin, nanosMax, pieceBytesMax, windowBytes);
    }
}
