package dev.cardea.room.table;

/** The numbers in the blocks of docs/PROTOCOL.md, "Tables". */
final class Blocks {
    static final int PUT = 0;
    static final int CHANGE = 1;
    static final int REMOVE = 2;

    /** Of a row that needs no telling; never on the wire. */
    static final int NOTHING = 3;

    /** The kind of a run is in that many low bits of its head. */
    static final int KIND_BITS = 2;

    /** What stands where a head would, after the last run of a block. */
    static final int END = 0;

    private Blocks() {}
}
