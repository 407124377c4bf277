package dev.cardea.room.table;

import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One table of a room. Confined to the room. */
final class RowTable<R> implements Table<R> {
    private static final long KEY_MAX = (1L << 53) - 1;

    final TableType<R> type;
    private final int number;
    private final TableSet set;
    private final LongObjectHashMap<Row<R>> byKey = new LongObjectHashMap<>();
    private final List<@Nullable Row<R>> bySlot = new ArrayList<>();
    private final BitSet taken = new BitSet();
    private final int[] ends;
    private int rows;

    /** What the members were not told of. */
    private List<Row<R>> changed = new ArrayList<>();

    RowTable(TableType<R> type, int number, TableSet set) {
        this.type = type;
        this.number = number;
        this.set = set;
        this.ends = new int[type.codec().components()];
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
        if (row.put(value, encoded, ends)) {
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
        change(row);
        return true;
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

    // ---- telling ----

    boolean hasChanged() {
        return !changed.isEmpty();
    }

    /**
     * Writes what changed, in the order of the slots; {@code removalsAlone}: that rows are gone.
     */
    void write(BlockWriter out, boolean removalsAlone) {
        sort();
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

    private void sort() {
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
            return row.listed ? Blocks.REMOVE : Blocks.NOTHING;
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
                byKey.remove(row.key);
                bySlot.set(row.slot, null);
                taken.clear(row.slot);
            } else if (row.mask != 0) {
                row.mask = 0;
                set.list(row, seq);
            }
        }
        changed.clear();
    }
}
