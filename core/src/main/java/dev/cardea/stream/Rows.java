package dev.cardea.stream;

import io.netty.buffer.ByteBuf;

/**
 * The state that an owner shows its members, beside what it says to them. Confined to the owner.
 *
 * <p>A row is known by the number of its last change, and no older change of it is kept: whoever
 * was away gets the row as it is, at the place of that number among what was said (rule R3a). That
 * a row is gone is said, as a message is.
 *
 * <p>What is written are blocks of docs/PROTOCOL.md, "Tables".
 */
public interface Rows {
    /** Of an owner that has none. */
    Rows NONE = new NoRows();

    /** How often they change together per second; 0 if at any time. */
    int tickRate();

    /** The tick after which they are as they are; 0 before the first one. */
    long tick();

    /** Whether {@link #stamp} has something to do. */
    boolean changed();

    /**
     * Gives what changed since the last call the number {@code seq}.
     *
     * @param changes takes all of it
     * @param removals takes that part of it which no row can tell: that rows are gone
     */
    void stamp(long seq, Sink changes, Sink removals);

    /** Whether members see different rows, so that each is told what it sees by {@link #tell}. */
    boolean differ();

    /** Writes what the last {@link #stamp} changed for that member, who knew all before it. */
    void tell(int member, Sink sink);

    /**
     * Writes all that this member sees and others may not; what it knew of that is void. Only when
     * nothing has changed since the last {@link #stamp}.
     */
    void tellWhole(int member, Sink sink);

    /** Everybody who is there was told; before anything else changes. */
    void told();

    /** The number that was given last by {@link #stamp}; 0 before the first one. */
    long stamped();

    /** What last changed after {@code seq}, oldest change first. Good until anything changes. */
    Cursor after(long seq);

    /** Where written blocks go. */
    interface Sink {
        /**
         * Takes whole blocks, at most what fits a frame; {@code body} is the caller's.
         *
         * @param more whether the same call brings another piece
         */
        void piece(ByteBuf body, boolean more);
    }

    /** A place in the order of changes. */
    interface Cursor {
        /** The number of the next ones, or Long.MAX_VALUE at the end. */
        long seq();

        /** Writes all rows that last changed by that number, whole, and goes on behind them. */
        void write(Sink sink);
    }
}
