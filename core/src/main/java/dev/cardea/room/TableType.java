package dev.cardea.room;

import dev.cardea.wire.DeclarationException;
import dev.cardea.wire.RowCodec;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A kind of table: its name, its rows and their bounds. Immutable, but for what it counts. Made
 * once, since reading the record takes a moment; the room type and the Java client share it.
 *
 * <pre>{@code
 * static final TableType<Ship> SHIPS = TableType.of("ships", Ship.class).rowsMax(64);
 * }</pre>
 *
 * @param <R> the record of a row
 */
public final class TableType<R> {
    /** Rows unless said otherwise. */
    public static final int ROWS_DEFAULT = 1_000;

    /** The most rows that a table may have. */
    public static final int ROWS_MAX = 100_000;

    /** Bytes of a row, at most, unless said otherwise. */
    public static final int ROW_BYTES_DEFAULT = 1024;

    /** The most that a row may have. */
    public static final int ROW_BYTES_MAX = 8 * 1024;

    /** The most ticks that a table may remember. */
    public static final int HISTORY_TICKS_MAX = 64;

    private static final Pattern NAME = Pattern.compile("[a-z][a-zA-Z0-9_]{0,31}");

    private final String name;
    private final RowCodec<R> codec;
    private final LongAdder clamped;
    private final Policy<R> policy;

    private record Policy<R>(
            int rowsMax,
            int rowBytesMax,
            int historyTicks,
            Sight<R> sight,
            @Nullable ToDoubleFunction<? super R> weight) {}

    private TableType(String name, RowCodec<R> codec, LongAdder clamped, Policy<R> policy) {
        this.name = name;
        this.codec = codec;
        this.clamped = clamped;
        this.policy = policy;
    }

    /**
     * A table of {@code row}s.
     *
     * @param name {@code [a-z][a-zA-Z0-9_]*}, at most 32 characters; clients find it by that
     * @param row a record of 1 to 32 components
     * @throws DeclarationException with all that is wrong in its declaration
     */
    public static <R> TableType<R> of(String name, Class<R> row) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("not the name of a table: " + name);
        }
        LongAdder clamped = new LongAdder();
        RowCodec<R> codec = RowCodec.of(row, (component, value) -> clamped.increment());
        Policy<R> policy =
                new Policy<>(ROWS_DEFAULT, ROW_BYTES_DEFAULT, 0, new Sight.Whole<>(), null);
        return new TableType<>(name, codec, clamped, policy);
    }

    /** How many rows a table has at most, 1 to 100,000. */
    public TableType<R> rowsMax(int rows) {
        check("rowsMax", rows, ROWS_MAX);
        return with(
                new Policy<>(
                        rows,
                        policy.rowBytesMax,
                        policy.historyTicks,
                        policy.sight,
                        policy.weight));
    }

    /** How many bytes a row has at most on the wire, 1 to 8,192. */
    public TableType<R> rowBytesMax(int bytes) {
        check("rowBytesMax", bytes, ROW_BYTES_MAX);
        return with(
                new Policy<>(
                        policy.rowsMax, bytes, policy.historyTicks, policy.sight, policy.weight));
    }

    /**
     * Rows are remembered for that many ticks, 1 to 64, for {@link Table#past}, in rooms that tick;
     * without this, not at all. It costs a reference for each change of a row, and what the old
     * rows take.
     */
    public TableType<R> history(int ticks) {
        check("history", ticks, HISTORY_TICKS_MAX);
        return with(
                new Policy<>(
                        policy.rowsMax, policy.rowBytesMax, ticks, policy.sight, policy.weight));
    }

    /**
     * Each row says who sees it; without this, or {@link #near}, every member sees every row.
     *
     * @param audience of a row; called when it is put, so it must depend on the row alone
     */
    public TableType<R> seenBy(Function<? super R, Audience> audience) {
        return with(new Sight.ByAudience<>(audience));
    }

    /**
     * A member sees the rows near the place that {@link Stage#lookFrom} has given it, and none
     * without one.
     *
     * @param x where a row is; called when it is put, so it must depend on the row alone
     * @param y likewise
     * @param enter a row comes in sight at that distance
     * @param leave and goes out of sight beyond that one, which is a little more, so that rows at
     *     the edge do not come and go
     */
    public TableType<R> near(
            ToDoubleFunction<? super R> x,
            ToDoubleFunction<? super R> y,
            double enter,
            double leave) {
        return with(new Sight.Near<>(x, y, enter, leave));
    }

    /**
     * Members with a path that loses are told the rows by datagrams of bounded size, each tick, as
     * far as they fit; all others are told them as those of any table. No transport of this release
     * has such a path yet, so here it prepares alone: see decision 0011.
     *
     * @param weight how much a row matters, above 0: of two that wait to be told, one with twice
     *     the weight is told after half the time; called when it is put, so it must depend on the
     *     row alone
     */
    public TableType<R> snapshots(ToDoubleFunction<? super R> weight) {
        return with(
                new Policy<>(
                        policy.rowsMax,
                        policy.rowBytesMax,
                        policy.historyTicks,
                        policy.sight,
                        weight));
    }

    private TableType<R> with(Sight<R> sight) {
        return with(
                new Policy<>(
                        policy.rowsMax,
                        policy.rowBytesMax,
                        policy.historyTicks,
                        sight,
                        policy.weight));
    }

    private TableType<R> with(Policy<R> changed) {
        return new TableType<>(name, codec, clamped, changed);
    }

    private void check(String what, int value, int max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(
                    "table %s, %s: 1 to %d, not %d".formatted(name, what, max, value));
        }
    }

    /** What it is called. */
    public String name() {
        return name;
    }

    /** How its rows are written. */
    public RowCodec<R> codec() {
        return codec;
    }

    /** How many rows a table has at most. */
    public int rowsMax() {
        return policy.rowsMax;
    }

    /** How many bytes a row has at most on the wire. */
    public int rowBytesMax() {
        return policy.rowBytesMax;
    }

    /** For how many ticks rows are remembered; 0: not at all. */
    public int historyTicks() {
        return policy.historyTicks;
    }

    /** Who sees which row. */
    public Sight<R> sight() {
        return policy.sight;
    }

    /** How much a row matters, of a table that is told by datagrams; null: it is not. */
    public @Nullable ToDoubleFunction<? super R> weight() {
        return policy.weight;
    }

    /** Values outside of their quantised range so far, in all rooms of the process. */
    public long clamped() {
        return clamped.sum();
    }

    @Override
    public String toString() {
        return name;
    }
}
