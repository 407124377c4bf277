package dev.cardea.room.table;

import dev.cardea.room.TableType;
import io.netty.buffer.ByteBuf;

/** What looks at the rows of all tables. */
@FunctionalInterface
public interface RowViewer {
    /**
     * One row.
     *
     * @param encoded as members read it; good until this returns
     */
    void row(TableType<?> table, long key, Object row, ByteBuf encoded);
}
