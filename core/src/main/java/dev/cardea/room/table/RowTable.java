package dev.cardea.room.table;

import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.stream.Rows;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One table of a room. Confined to the room. */
final class RowTable<R> implements Table<R> {
    private static final long KEY_MAX = (1L << 53) - 1;

    final TableType<R> type;
    final int number;
    private final TableSet set;

    /** Null if everybody sees all of it. */
    final @Nullable Sights<R> sights;

    /** Null if the past is forgotten. */
    private final @Nullable History<R> history;

    private final LongObjectHashMap<Row<R>> byKey = new LongObjectHashMap<>();
    private final List<@Nullable Row<R>> bySlot = new ArrayList<>();
    private final BitSet taken = new BitSet();
    private final int[] ends;
    private int rows;

    /** What the members were not told of; among them rows that came and went. */
    private final List<Row<R>> changed = new ArrayList<>();

    /** How many of those came and went. */
    private int dropped;

    RowTable(TableType<R> type, int number, TableSet set) {
        this.type = type;
        this.number = number;
        this.set = set;
        this.ends = new int[type.codec().components()];
        this.sights = Sights.of(type.sight(), this);
        this.history = historyOf(type, set);
    }

    private static <R> @Nullable History<R> historyOf(TableType<R> type, TableSet set) {
        boolean remembers = type.historyTicks() > 0 && set.tickRate() > 0;
        return remembers ? new History<>(type.historyTicks()) : null;
    }

    @Override
    public Optional<R> get(long key) {
        set.check();
        Row<R> row = byKey.get(key);
        return row == null ? Optional.empty() : row.value();
    }

    @Override
    public void put(long key, R value) {
        set.check();
        ByteBuf encoded = encode(key, value);
        Row<R> known = byKey.get(key);
        boolean isNew = known == null || known.value().isEmpty();
        if (isNew && rows >= type.rowsMax()) {
            throw new IllegalStateException("table %s: full, %d rows".formatted(type, rows));
        }
        Row<R> row = known == null ? add(key) : known;
        if (isNew) {
            rows++;
        }
        boolean news = row.put(value, encoded, ends);
        if (sights != null) {
            news |= sights.take(row.slot);
        }
        if (news) {
            change(row);
        }
    }

    private ByteBuf encode(long key, R value) {
        if (key < -KEY_MAX || key > KEY_MAX) {
            throw new IllegalArgumentException(
                    "table %s: key %d has more than 53 bits".formatted(type, key));
        }
        ByteBuf out = set.encoded();
        try {
            type.codec().encode(value, out, ends);
            if (sights != null) {
                sights.look(value);
            }
        } catch (IllegalArgumentException unsayable) {
            throw new IllegalArgumentException(
                    "table %s, row %d: %s".formatted(type, key, unsayable.getMessage()), unsayable);
        }
        if (out.readableBytes() > type.rowBytesMax()) {
            throw new IllegalArgumentException(
                    "table %s, row %d: %d bytes, at most %d"
                            .formatted(type, key, out.readableBytes(), type.rowBytesMax()));
        }
        return out;
    }

    private Row<R> add(long key) {
        int slot = taken.nextClearBit(0);
        Row<R> row = new Row<>(number, key, slot);
        taken.set(slot);
        while (bySlot.size() <= slot) {
            bySlot.add(null);
        }
        bySlot.set(slot, row);
        byKey.put(key, row);
        return row;
    }

    private void change(Row<R> row) {
        if (!row.changed) {
            row.changed = true;
            changed.add(row);
        }
    }

    @Override
    public boolean remove(long key) {
        set.check();
        Row<R> row = byKey.get(key);
        if (row == null || row.value().isEmpty()) {
            return false;
        }
        row.remove();
        rows--;
        if (row.listed) {
            change(row);
        } else {
            drop(row);
        }
        return true;
    }

    /** Nobody was told of it, so nobody is. */
    private void drop(Row<R> row) {
        free(row);
        row.changed = false;
        dropped++;
        if (dropped > changed.size() / 2) {
            forgetDropped();
        }
    }

    private void forgetDropped() {
        if (dropped > 0) {
            changed.removeIf(row -> !row.changed);
            dropped = 0;
        }
    }

    private void free(Row<R> row) {
        byKey.remove(row.key);
        bySlot.set(row.slot, null);
        taken.clear(row.slot);
    }

    @Override
    public void forEach(Visitor<? super R> visitor) {
        set.check();
        for (int slot = 0; slot < bySlot.size(); slot++) {
            Row<R> row = bySlot.get(slot);
            if (row != null && row.value().isPresent()) {
                visitor.visit(row.key, row.value().get());
            }
        }
    }

    @Override
    public int rows() {
        set.check();
        return rows;
    }

    @Override
    public Past<R> past(long tick) {
        set.check();
        if (history == null) {
            throw new IllegalStateException(
                    "table %s forgets its past: see TableType.history and RoomType.tickRate"
                            .formatted(type));
        }
        return history.at(tick, set.tick());
    }

    /** Shows all rows in the order of {@link #forEach}, between the room's calls too. */
    void show(RowViewer viewer) {
        for (Row<R> row : bySlot) {
            if (row != null && row.value().isPresent()) {
                ByteBuf encoded = set.encoded();
                row.write(encoded);
                viewer.row(type, row.key, row.value().get(), encoded);
            }
        }
    }

    // ---- telling ----

    boolean hasChanged() {
        return !changed.isEmpty();
    }

    /** What the members were not told of, in the order of the slots once {@link #sort}ed. */
    List<Row<R>> changed() {
        return changed;
    }

    /** The slots of the rows that a member sees; not to be kept. */
    BitSet visible(View view) {
        return sights == null ? taken : sights.visible(view);
    }

    /** Before anything is told: so it was after {@code tick}. */
    void remember(long tick) {
        if (history != null) {
            history.note(tick, changed);
        }
    }

    /**
     * Writes what changed, in the order of the slots; {@code removalsAlone}: that rows are gone.
     */
    void write(BlockWriter out, boolean removalsAlone) {
        for (int from = 0; from < changed.size(); ) {
            int to = endOfRun(from);
            Row<R> first = changed.get(from);
            int kind = kind(first);
            if (kind == Blocks.REMOVE || (kind != Blocks.NOTHING && !removalsAlone)) {
                out.run(kind, first.mask, changed.subList(from, to));
            }
            from = to;
        }
    }

    /** Before anything is told. */
    void sort() {
        forgetDropped();
        for (int i = 1; i < changed.size(); i++) {
            if (changed.get(i - 1).slot > changed.get(i).slot) {
                changed.sort((one, other) -> Integer.compare(one.slot, other.slot));
                return;
            }
        }
    }

    private int endOfRun(int from) {
        Row<R> first = changed.get(from);
        int kind = kind(first);
        int to = from + 1;
        while (to < changed.size()) {
            Row<R> next = changed.get(to);
            boolean same = next.slot == first.slot + to - from && kind(next) == kind;
            if (!same || (kind == Blocks.CHANGE && next.mask != first.mask)) {
                break;
            }
            to++;
        }
        return to;
    }

    private static int kind(Row<?> row) {
        if (row.value().isEmpty()) {
            return Blocks.REMOVE;
        }
        if (!row.listed) {
            return Blocks.PUT;
        }
        return row.mask == 0 ? Blocks.NOTHING : Blocks.CHANGE;
    }

    /** What changed has the number {@code seq} from now on; slots of removed rows are free. */
    void stamp(long seq) {
        for (Row<R> row : changed) {
            row.changed = false;
            if (row.value().isEmpty()) {
                set.unlist(row);
                free(row);
            } else if (row.mask != 0) {
                row.mask = 0;
                set.list(row, seq);
            }
        }
        changed.clear();
    }

    // ---- telling each member for itself ----

    /** What changed is to be told to each member that sees it. */
    void settle() {
        if (sights != null) {
            sights.settle(changed);
        }
    }

    /** All were told; slots of removed rows are free. */
    void told() {
        for (Row<R> row : changed) {
            row.changed = false;
            if (row.value().isEmpty()) {
                free(row);
            } else {
                row.mask = 0;
                row.listed = true;
            }
        }
        changed.clear();
    }

    BlockWriter writer(Rows.Sink sink) {
        return new BlockWriter(set.encoded(), sink);
    }

    /** How many slots there ever were. */
    int slots() {
        return bySlot.size();
    }

    /** The row in that slot, which is there. */
    Row<R> at(int slot) {
        return Objects.requireNonNull(bySlot.get(slot));
    }

    /** The rows in those slots, which are there. */
    List<Row<R>> in(BitSet slots) {
        List<Row<R>> there = new ArrayList<>();
        for (int slot = slots.nextSetBit(0); slot >= 0; slot = slots.nextSetBit(slot + 1)) {
            there.add(at(slot));
        }
        return there;
    }
}
