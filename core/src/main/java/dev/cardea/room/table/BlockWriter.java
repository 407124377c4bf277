package dev.cardea.room.table;

import dev.cardea.stream.Rows;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import java.util.List;

/** Writes blocks in pieces that fit a frame. Confined to one call of the room. */
final class BlockWriter {
    /** Table, head, slot and mask of a run, and the end of a block, at their longest. */
    private static final int RUN_BYTES_MAX = 21;

    private static final int NO_TABLE = 0;

    private final ByteBuf out;
    private final Rows.Sink sink;
    private int table = NO_TABLE;

    /** Writes to {@code out}, an empty buffer, and gives it to {@code sink}. */
    BlockWriter(ByteBuf out, Rows.Sink sink) {
        this.out = out;
        this.sink = sink;
    }

    /** Writes rows in neighbouring slots of one table; {@code mask} matters for changes alone. */
    void run(int kind, int mask, List<? extends Row<?>> rows) {
        for (int from = 0; from < rows.size(); ) {
            int count = howManyFit(kind, mask, rows, from);
            if (count == 0) {
                cut();
                continue;
            }
            head(kind, mask, rows.get(from), count);
            for (int i = from; i < from + count; i++) {
                write(kind, mask, rows.get(i));
            }
            from += count;
        }
    }

    /** Ends the last piece. */
    void end() {
        if (out.isReadable()) {
            closeBlock();
            sink.piece(out, false);
        }
    }

    private int howManyFit(int kind, int mask, List<? extends Row<?>> rows, int from) {
        int left = TableSet.PIECE_BYTES_MAX - RUN_BYTES_MAX - out.readableBytes();
        int count = 0;
        while (from + count < rows.size()) {
            left -= size(kind, mask, rows.get(from + count));
            if (left < 0) {
                break;
            }
            count++;
        }
        return count;
    }

    private static int size(int kind, int mask, Row<?> row) {
        return switch (kind) {
            case Blocks.PUT -> Varint.sizeLong(Varint.zigzag(row.key)) + row.size();
            case Blocks.CHANGE -> row.size(mask);
            default -> 0;
        };
    }

    private void head(int kind, int mask, Row<?> first, int count) {
        if (table != first.table) {
            closeBlock();
            table = first.table;
            Varint.writeInt(out, table);
        }
        Varint.writeInt(out, count << Blocks.KIND_BITS | kind);
        Varint.writeInt(out, first.slot);
        if (kind == Blocks.CHANGE) {
            Varint.writeInt(out, mask);
        }
    }

    private void write(int kind, int mask, Row<?> row) {
        switch (kind) {
            case Blocks.PUT -> {
                Varint.writeLong(out, Varint.zigzag(row.key));
                row.write(out);
            }
            case Blocks.CHANGE -> row.write(mask, out);
            default -> {}
        }
    }

    private void cut() {
        closeBlock();
        sink.piece(out, true);
        out.clear();
    }

    private void closeBlock() {
        if (table != NO_TABLE) {
            Varint.writeInt(out, Blocks.END);
            table = NO_TABLE;
        }
    }
}
