package dev.cardea.room.table;

import dev.cardea.room.RoomType;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.stream.Rows;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * All tables of a room, and all their rows in the order of their last change. Confined to the room.
 */
public final class TableSet implements Rows {
    /** The most bytes of blocks in one frame; the largest row is far below it. */
    public static final int PIECE_BYTES_MAX = 16 * 1024;

    private final int tickRate;
    private final List<RowTable<?>> tables = new ArrayList<>();
    private final Supplier<ByteBuf> scratch;
    private final Runnable check;
    private final IntObjectHashMap<View> views = new IntObjectHashMap<>();

    private final Datagrams datagrams;

    /** Whether members see different rows of some table. */
    private final boolean differs;

    /** Whether what decides that changed for some member. */
    private boolean moved;

    private long tick;
    private long stamped;
    private @Nullable Row<?> oldest;
    private @Nullable Row<?> newest;

    /**
     * Empty tables.
     *
     * @param scratch gives an empty heap buffer, the same each time
     * @param check throws if the room may not be called now
     */
    public TableSet(RoomType<?, ?, ?> type, Supplier<ByteBuf> scratch, Runnable check) {
        this.tickRate = type.tickRate();
        this.scratch = scratch;
        this.check = check;
        for (TableType<?> each : type.tables()) {
            tables.add(new RowTable<>(each, tables.size() + 1, this));
        }
        this.datagrams = new Datagrams(tables);
        this.differs = tables.stream().anyMatch(table -> table.sights != null);
    }

    /** The table of that type; it is a bug to ask for one that the room has not. */
    @SuppressWarnings("unchecked") // the type is the one that the table was made of
    public <R> Table<R> table(TableType<R> type) {
        for (RowTable<?> table : tables) {
            if (table.type == type) {
                return (Table<R>) table;
            }
        }
        throw new IllegalStateException(
                "table " + type + " is not declared by the room's type: see RoomType.tables");
    }

    /** The number of the last tick. */
    public long lastTick() {
        return tick;
    }

    /** A tick begins. */
    public void ticked(long number) {
        tick = number;
    }

    /** Shows all rows: table by table, each in its own order. */
    public void show(RowViewer viewer) {
        tables.forEach(table -> table.show(viewer));
    }

    /** What looks at {@link View}s; see {@code StateViewer.view}. */
    public interface ViewViewer {
        void view(int member, long groups, double x, double y);
    }

    /** Shows what the room has set that decides who sees which rows; in no order. */
    public void showViews(ViewViewer viewer) {
        for (View view : views.values()) {
            if (view.looks) {
                viewer.view(view.member, view.groups, view.x, view.y);
            } else if (view.groups != 0) {
                viewer.view(view.member, view.groups, Double.NaN, Double.NaN);
            }
        }
    }

    // ---- who sees what ----

    /** The member looks from there: it sees what is near. */
    public void lookFrom(int member, double x, double y) {
        if (!Double.isFinite(x) || !Double.isFinite(y)) {
            throw new IllegalArgumentException("no place to look from: " + x + ", " + y);
        }
        View view = view(member);
        moved |= !view.looks || view.x != x || view.y != y;
        view.looks = true;
        view.x = x;
        view.y = y;
    }

    /** The member is in those groups, a bit for each, and in no others. */
    public void groups(int member, long groups) {
        View view = view(member);
        moved |= view.groups != groups;
        view.groups = groups;
    }

    /** The member is none any more. */
    public void left(int member) {
        views.remove(member);
        datagrams.left(member);
    }

    private View view(int member) {
        View known = views.get(member);
        if (known == null) {
            known = new View(member, tables.size());
            views.put(member, known);
        }
        return known;
    }

    // ---- telling ----

    void check() {
        check.run();
    }

    ByteBuf encoded() {
        return scratch.get();
    }

    @Override
    public int tickRate() {
        return tickRate;
    }

    @Override
    public long tick() {
        return tick;
    }

    @Override
    public boolean changed() {
        if (moved) {
            return true;
        }
        for (RowTable<?> table : tables) {
            if (table.hasChanged()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean differ() {
        return differs;
    }

    @Override
    public void stamp(long seq, Sink changes, Sink removals) {
        stamped = seq;
        moved = false;
        tables.forEach(RowTable::sort);
        tables.forEach(table -> table.remember(tick));
        datagrams.settle(tick);
        write(changes, false);
        write(removals, true);
        for (RowTable<?> table : tables) {
            if (table.sights == null) {
                table.stamp(seq);
            } else {
                table.settle();
            }
        }
    }

    @Override
    public void tell(int member, Sink sink) {
        View view = view(member);
        BlockWriter out = new BlockWriter(scratch.get(), sink);
        for (RowTable<?> table : tables) {
            if (table.sights != null) {
                table.sights.tell(view, out);
            }
        }
        view.groupsTold = view.groups;
        out.end();
    }

    @Override
    public void tellWhole(int member, Sink sink) {
        View view = view(member);
        BlockWriter out = new BlockWriter(scratch.get(), sink);
        for (RowTable<?> table : tables) {
            if (table.sights != null) {
                table.sights.tellWhole(view, out);
            }
        }
        view.groupsTold = view.groups;
        out.end();
    }

    // ---- to those whose path loses ----

    /**
     * Writes the datagram of this tick for a member: of the tables with {@link
     * TableType#snapshots}, what it is not known to know. Only when nothing has changed since the
     * last {@link #stamp}.
     *
     * @param bytesMax of it, enough for the largest row; what does not fit waits
     * @param out stays as it is if there is nothing to tell
     */
    public void writeSnapshot(int member, int bytesMax, ByteBuf out) {
        datagrams.write(view(member), tick, bytesMax, out);
    }

    /** See {@link dev.cardea.room.snapshot.SnapshotView#acked}. */
    public void snapshotAcked(int member, long newest, int before) {
        datagrams.acked(member, newest, before, tick);
    }

    @Override
    public void told() {
        for (RowTable<?> table : tables) {
            if (table.sights != null) {
                table.told();
            }
        }
    }

    @Override
    public long stamped() {
        return stamped;
    }

    private void write(Sink sink, boolean removalsAlone) {
        BlockWriter out = new BlockWriter(scratch.get(), sink);
        for (RowTable<?> table : tables) {
            if (table.sights == null && table.hasChanged()) {
                table.write(out, removalsAlone);
            }
        }
        out.end();
    }

    /** Makes the row the newest. */
    void list(Row<?> row, long seq) {
        unlist(row);
        row.seq = seq;
        row.listed = true;
        row.before = newest;
        if (newest == null) {
            oldest = row;
        } else {
            newest.after = row;
        }
        newest = row;
    }

    /** Takes the row out, if it is there. */
    void unlist(Row<?> row) {
        if (!row.listed) {
            return;
        }
        row.listed = false;
        if (row.before == null) {
            oldest = row.after;
        } else {
            row.before.after = row.after;
        }
        if (row.after == null) {
            newest = row.before;
        } else {
            row.after.before = row.before;
        }
        row.before = null;
        row.after = null;
    }

    @Override
    public Cursor after(long seq) {
        if (oldest != null && oldest.seq > seq) {
            return new Place(oldest);
        }
        Row<?> next = null;
        for (Row<?> row = newest; row != null && row.seq > seq; row = row.before) {
            next = row;
        }
        return new Place(next);
    }

    private final class Place implements Cursor {
        private @Nullable Row<?> next;

        Place(@Nullable Row<?> next) {
            this.next = next;
        }

        @Override
        public long seq() {
            return next == null ? Long.MAX_VALUE : next.seq;
        }

        @Override
        public void write(Sink sink) {
            BlockWriter out = new BlockWriter(scratch.get(), sink);
            long seq = seq();
            List<Row<?>> run = new ArrayList<>();
            for (Row<?> row = next; row != null && row.seq == seq; row = row.after) {
                if (!run.isEmpty() && !follows(run.getLast(), row)) {
                    out.run(Blocks.PUT, 0, run);
                    run.clear();
                }
                run.add(row);
                next = row.after;
            }
            out.run(Blocks.PUT, 0, run);
            out.end();
        }

        private static boolean follows(Row<?> one, Row<?> other) {
            return one.table == other.table && one.slot + 1 == other.slot;
        }
    }
}
