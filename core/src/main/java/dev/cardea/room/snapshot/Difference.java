package dev.cardea.room.snapshot;

/** What one version of a row has other than an earlier one. Immutable. */
final class Difference {
    static final Difference NONE = new Difference(-1, 0, new byte[0]);

    /** Of the later version. */
    final long tick;

    /** The components that differ. */
    final int mask;

    /** Those components. */
    final byte[] bytes;

    Difference(long tick, int mask, byte[] bytes) {
        this.tick = tick;
        this.mask = mask;
        this.bytes = bytes;
    }
}
