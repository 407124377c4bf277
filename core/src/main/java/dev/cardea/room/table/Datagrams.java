package dev.cardea.room.table;

import dev.cardea.room.TableType;
import dev.cardea.room.snapshot.SnapshotRows;
import dev.cardea.room.snapshot.SnapshotView;
import io.netty.buffer.ByteBuf;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * Those tables of a room that are told by datagrams to members whose path loses. Confined to the
 * room.
 */
final class Datagrams {
    private final List<RowTable<?>> tables;
    private final List<SnapshotRows> rows = new ArrayList<>();
    private final IntObjectHashMap<SnapshotView> byMember = new IntObjectHashMap<>();

    /** Of those of {@code all} that are told so. */
    Datagrams(List<RowTable<?>> all) {
        tables = all.stream().filter(table -> table.type.weight() != null).toList();
        tables.forEach(table -> rows.add(new SnapshotRows(table.number)));
    }

    /** Takes what changed by the end of {@code tick}, before anybody is told. */
    void settle(long tick) {
        for (int i = 0; i < tables.size(); i++) {
            settle(tables.get(i), rows.get(i), tick);
        }
    }

    private static <R> void settle(RowTable<R> table, SnapshotRows rows, long tick) {
        for (Row<R> row : table.changed()) {
            if (row.value().isEmpty()) {
                rows.remove(row.slot);
            } else {
                float weight = weight(table.type, row.value().get());
                rows.put(row.slot, row.key, tick, weight, row.bytes(), row.ends());
            }
        }
    }

    private static <R> float weight(TableType<R> type, R row) {
        var weight = type.weight();
        float is = weight == null ? 0 : (float) weight.applyAsDouble(row);
        return Math.clamp(is, Float.MIN_NORMAL, Float.MAX_VALUE);
    }

    /** Writes what that member is to be told now, after everything was settled. */
    void write(View view, long tick, int bytesMax, ByteBuf out) {
        SnapshotView known = byMember.get(view.member);
        if (known == null) {
            known = new SnapshotView(rows);
            byMember.put(view.member, known);
        }
        List<BitSet> visible = new ArrayList<>(tables.size());
        tables.forEach(table -> visible.add(table.visible(view)));
        known.write(tick, visible, bytesMax, out);
    }

    void acked(int member, long newest, int before, long tick) {
        SnapshotView known = byMember.get(member);
        if (known != null) {
            known.acked(newest, before, tick);
        }
    }

    void left(int member) {
        byMember.remove(member);
    }
}
