package dev.cardea.stream;

import java.util.random.RandomGenerator;

/**
 * The number of one history of an owner (rule R9): the high 32 bits are the owner's fence when the
 * history began, the low 32 are random. To clients it is one opaque number that only grows.
 * Stateless.
 */
public final class Epoch {
    private Epoch() {}

    /**
     * A new history.
     *
     * @param fence the owner's fence, 1 or more, rising with every owner
     */
    public static long begin(int fence, RandomGenerator random) {
        if (fence < 1) {
            throw new IllegalArgumentException("fence " + fence);
        }
        return ((long) fence << 32) | (random.nextInt() & 0xFFFF_FFFFL);
    }

    /** Whether {@code epoch} is newer than {@code other}; 0 is older than any. */
    public static boolean isNewer(long epoch, long other) {
        return Long.compareUnsigned(epoch, other) > 0;
    }
}
