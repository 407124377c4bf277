package dev.cardea.room.table;

import java.util.ArrayList;
import java.util.List;

/** Rows that came, changed and went for somebody, each in slot order. Confined to the room. */
final class Delta {
    private final List<Row<?>> came = new ArrayList<>();
    private final List<Row<?>> changed = new ArrayList<>();
    private final List<Row<?>> gone = new ArrayList<>();

    void came(Row<?> row) {
        came.add(row);
    }

    void changed(Row<?> row) {
        if (row.mask != 0) {
            changed.add(row);
        }
    }

    void gone(Row<?> row) {
        gone.add(row);
    }

    void writeGone(BlockWriter out) {
        out.rows(Blocks.REMOVE, gone);
        gone.clear();
    }

    /** Writes what came and what changed. */
    void writeThere(BlockWriter out) {
        out.rows(Blocks.PUT, came);
        out.rows(Blocks.CHANGE, changed);
        came.clear();
        changed.clear();
    }
}
