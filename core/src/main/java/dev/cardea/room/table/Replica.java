package dev.cardea.room.table;

import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.MalformedException.Kind;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A member's copy of a room's table. Confined to the thread that receives.
 *
 * @param <R> the record of a row
 */
public final class Replica<R> {
    /** Slots of removed rows are free only once that was told, so there may be twice as many. */
    private static final int SLOTS_PER_ROW = 2;

    final TableType<R> type;
    private final List<@Nullable Held<R>> bySlot = new ArrayList<>();
    private final LongObjectHashMap<Held<R>> byKey = new LongObjectHashMap<>();

    private record Held<R>(long key, R row) {}

    Replica(TableType<R> type) {
        this.type = type;
    }

    /** The row of {@code key}, if there is one. */
    public Optional<R> get(long key) {
        Held<R> held = byKey.get(key);
        return held == null ? Optional.empty() : Optional.of(held.row);
    }

    /**
     * Shows all rows. {@code visitor} must not keep the replica busy: nothing arrives meanwhile.
     */
    public void forEach(Table.Visitor<? super R> visitor) {
        for (Held<R> held : bySlot) {
            if (held != null) {
                visitor.visit(held.key, held.row);
            }
        }
    }

    /** How many rows there are. */
    public int rows() {
        return byKey.size();
    }

    void clear() {
        bySlot.clear();
        byKey.clear();
    }

    /** Reads one run, whose head was read. */
    void run(int kind, int count, ByteBuf in) {
        int slot = Varint.readInt(in);
        if (slot < 0 || slot > type.rowsMax() * SLOTS_PER_ROW - count) {
            throw MalformedException.of(Kind.OUT_OF_RANGE);
        }
        switch (kind) {
            case Blocks.PUT -> put(slot, count, in);
            case Blocks.CHANGE -> change(slot, count, Varint.readInt(in), in);
            case Blocks.REMOVE -> remove(slot, count);
            default -> throw MalformedException.of(Kind.RESERVED);
        }
    }

    private void put(int first, int count, ByteBuf in) {
        while (bySlot.size() < first + count) {
            bySlot.add(null);
        }
        for (int slot = first; slot < first + count; slot++) {
            long key = Varint.unzigzag(Varint.readLong(in));
            R row = type.codec().decode(in);
            vacate(slot);
            hold(slot, new Held<>(key, row));
        }
    }

    private void change(int first, int count, int mask, ByteBuf in) {
        for (int slot = first; slot < first + count; slot++) {
            Held<R> held = slot < bySlot.size() ? bySlot.get(slot) : null;
            if (held == null) {
                throw MalformedException.of(Kind.OUT_OF_RANGE);
            }
            hold(slot, new Held<>(held.key, type.codec().decode(in, held.row, mask)));
        }
    }

    private void remove(int first, int count) {
        for (int slot = first; slot < Math.min(first + count, bySlot.size()); slot++) {
            vacate(slot);
        }
    }

    private void hold(int slot, Held<R> held) {
        bySlot.set(slot, held);
        byKey.put(held.key, held);
    }

    private void vacate(int slot) {
        Held<R> held = bySlot.get(slot);
        if (held != null) {
            bySlot.set(slot, null);
            byKey.remove(held.key);
        }
    }
}
