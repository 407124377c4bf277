package dev.cardea.room.snapshot;

/** What a datagram says of a row. */
final class Kinds {
    static final int PUT = 0;
    static final int CHANGE = 1;
    static final int GONE = 2;

    /** The kind is in that many low bits of a row's head. */
    static final int BITS = 2;

    /** What stands where a head would, after the last row of a block. */
    static final int END = 0;

    /**
     * Versions of one row that a member keeps. The room writes no row against a version that it
     * sent more rows of since.
     */
    static final int VERSIONS = 32;

    private Kinds() {}
}
