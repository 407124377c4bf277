package dev.cardea.room;

import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Replicated state of a room: rows of one record type, by key. Confined to the room. Every member
 * sees every row, unless the type says otherwise; what changed is sent once per tick, or in a room
 * without ticks when the room has done what there was to do, and of a changed row only the changed
 * components.
 *
 * <p>Rows are values: a change is a {@link #put} of another record. Components with a {@link
 * dev.cardea.wire.Quantize} reach the members rounded; the room keeps what it put.
 *
 * @param <R> an immutable record
 */
public interface Table<R> {
    /** The row of {@code key}, if there is one. */
    Optional<R> get(long key);

    /**
     * Makes {@code row} the row of {@code key}. One that is equal on the wire costs nothing.
     *
     * @param key between -(2^53 - 1) and 2^53 - 1, so that every client can say it
     * @throws IllegalArgumentException if the row cannot be said, such as a NaN, or is larger than
     *     the type's {@link TableType#rowBytesMax}; it names table, key and component
     * @throws IllegalStateException if the key is new and the table full
     */
    void put(long key, R row);

    /**
     * Replaces a row by {@code change} of it; errors are those of {@link #put}.
     *
     * @return false if there is no row of {@code key}
     */
    default boolean update(long key, UnaryOperator<R> change) {
        Optional<R> row = get(key);
        row.ifPresent(present -> put(key, change.apply(present)));
        return row.isPresent();
    }

    /**
     * Removes a row.
     *
     * @return false if there was none
     */
    boolean remove(long key);

    /**
     * Shows all rows, in an order that depends on the calls so far and on which of them the members
     * were told together; a replay has the same. {@code visitor} may change the table; whether it
     * is shown rows that it adds is not said.
     */
    void forEach(Visitor<? super R> visitor);

    /** How many rows there are. */
    int rows();

    /**
     * The rows as the members were told them at the end of a past tick: to judge a shot by what the
     * player saw who fired it. An input says that tick itself, in a component: the client knows
     * which one it shows. The table must keep a {@link TableType#history}.
     *
     * @param tick one before the oldest that is known is that one, one in the future the newest; so
     *     a player gains nothing by a tick that is made up
     * @return good until the room's method returns
     */
    Past<R> past(long tick);

    /** Rows as they were. Confined to the room. */
    interface Past<R> {
        /** Which tick it is. */
        long tick();

        /** The row of {@code key} at that time, if there was one. */
        Optional<R> get(long key);

        /** Shows all rows of that time, in an order that a replay has as well. */
        void forEach(Visitor<? super R> visitor);
    }

    /** What looks at rows. */
    @FunctionalInterface
    interface Visitor<R> {
        /** One row. */
        void visit(long key, R row);
    }
}
