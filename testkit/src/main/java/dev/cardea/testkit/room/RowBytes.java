package dev.cardea.testkit.room;

import dev.cardea.room.TableType;
import dev.cardea.wire.Codec;
import io.netty.buffer.ByteBuf;

/** Whole rows of a table as any other value. Confined to the test. */
final class RowBytes<R> implements Codec<R> {
    private final TableType<R> type;
    private final int[] ends;

    RowBytes(TableType<R> type) {
        this.type = type;
        this.ends = new int[type.codec().components()];
    }

    @Override
    public void encode(R row, ByteBuf out) {
        type.codec().encode(row, out, ends);
    }

    @Override
    public R decode(ByteBuf in) {
        return type.codec().decode(in);
    }
}
