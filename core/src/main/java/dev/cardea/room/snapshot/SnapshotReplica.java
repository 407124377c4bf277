package dev.cardea.room.snapshot;

import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.MalformedException.Kind;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A member's copy of a table that comes by datagrams: its rows may be of different ticks. Confined
 * to the thread that receives.
 *
 * @param <R> the record of a row
 */
public final class SnapshotReplica<R> {
    /** Slots of removed rows are free only once that was told, so there may be twice as many. */
    private static final int SLOTS_PER_ROW = 2;

    private final TableType<R> type;
    private final List<@Nullable Held<R>> bySlot = new ArrayList<>();
    private final LongObjectHashMap<Held<R>> byKey = new LongObjectHashMap<>();

    private record Version<R>(long tick, R row) {}

    private static final class Held<R> {
        final long key;
        final int slot;
        final ArrayDeque<Version<R>> versions = new ArrayDeque<>(4);

        Held(long key, int slot) {
            this.key = key;
            this.slot = slot;
        }

        void add(long tick, R row) {
            if (versions.size() == Kinds.VERSIONS) {
                versions.removeFirst();
            }
            versions.addLast(new Version<>(tick, row));
        }

        /** What it was told at {@code tick}; nothing before that is spoken of again. */
        R at(long tick) {
            while (!versions.isEmpty() && versions.getFirst().tick < tick) {
                versions.removeFirst();
            }
            if (versions.isEmpty() || versions.getFirst().tick != tick) {
                throw MalformedException.of(Kind.OUT_OF_RANGE);
            }
            return versions.getFirst().row;
        }
    }

    SnapshotReplica(TableType<R> type) {
        this.type = type;
    }

    /** The row of {@code key}, if there is one. */
    public Optional<R> get(long key) {
        Held<R> held = byKey.get(key);
        return held == null ? Optional.empty() : Optional.of(held.versions.getLast().row);
    }

    /** After which tick that row was so: it was told then. 0 if there is none. */
    public long tick(long key) {
        Held<R> held = byKey.get(key);
        return held == null ? 0 : held.versions.getLast().tick;
    }

    /** Shows all rows. */
    public void forEach(Table.Visitor<? super R> visitor) {
        for (Held<R> held : bySlot) {
            if (held != null) {
                visitor.visit(held.key, held.versions.getLast().row);
            }
        }
    }

    /** How many rows there are. */
    public int rows() {
        return byKey.size();
    }

    /** Reads the rows of a block, to its end. */
    void read(long tick, ByteBuf in) {
        int slot = 0;
        for (int head = Varint.readInt(in); head != Kinds.END; head = Varint.readInt(in)) {
            int gap = (head >>> Kinds.BITS) - 1;
            if (gap < 0 || gap >= type.rowsMax() * SLOTS_PER_ROW - slot) {
                throw MalformedException.of(Kind.OUT_OF_RANGE);
            }
            slot += gap;
            read(head & (1 << Kinds.BITS) - 1, slot, tick, in);
            slot++;
        }
    }

    private void read(int kind, int slot, long tick, ByteBuf in) {
        switch (kind) {
            case Kinds.PUT -> put(slot, tick, in);
            case Kinds.CHANGE -> {
                Held<R> held = slot < bySlot.size() ? bySlot.get(slot) : null;
                if (held == null) {
                    throw MalformedException.of(Kind.OUT_OF_RANGE);
                }
                R base = held.at(tick - Varint.readLong(in));
                held.add(tick, type.codec().decode(in, base, Varint.readInt(in)));
            }
            case Kinds.GONE -> vacate(slot);
            default -> throw MalformedException.of(Kind.RESERVED);
        }
    }

    private void put(int slot, long tick, ByteBuf in) {
        long key = Varint.unzigzag(Varint.readLong(in));
        R row = type.codec().decode(in);
        while (bySlot.size() <= slot) {
            bySlot.add(null);
        }
        Held<R> there = bySlot.get(slot);
        if (there == null || there.key != key) {
            vacate(slot);
            Held<R> elsewhere = byKey.get(key);
            if (elsewhere != null) {
                vacate(elsewhere.slot);
            }
            there = new Held<>(key, slot);
            bySlot.set(slot, there);
            byKey.put(key, there);
        }
        there.add(tick, row);
    }

    private void vacate(int slot) {
        Held<R> held = slot < bySlot.size() ? bySlot.get(slot) : null;
        if (held != null) {
            bySlot.set(slot, null);
            byKey.remove(held.key);
        }
    }
}
