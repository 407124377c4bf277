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
            Row<?> first = rows.get(from);
            head(kind, mask, first.table, first.slot, count);
            for (int i = from; i < from + count; i++) {
                write(kind, mask, rows.get(i));
            }
            from += count;
        }
    }

    /** Writes rows of one table in the order of their slots, those that go together as a run. */
    void rows(int kind, List<? extends Row<?>> rows) {
        for (int from = 0; from < rows.size(); ) {
            int to = endOfRun(kind, rows, from);
            run(kind, rows.get(from).mask, rows.subList(from, to));
            from = to;
        }
    }

    private static int endOfRun(int kind, List<? extends Row<?>> rows, int from) {
        Row<?> first = rows.get(from);
        int to = from + 1;
        while (to < rows.size() && rows.get(to).slot == first.slot + to - from) {
            if (kind == Blocks.CHANGE && rows.get(to).mask != first.mask) {
                break;
            }
            to++;
        }
        return to;
    }

    /** Removes whatever is in the first {@code slots} slots. */
    void clear(int ofTable, int slots) {
        if (slots > 0) {
            if (out.readableBytes() + RUN_BYTES_MAX > TableSet.PIECE_BYTES_MAX) {
                cut();
            }
            head(Blocks.REMOVE, 0, ofTable, 0, slots);
        }
    }

    /** Appends whole blocks that fit a frame. */
    void blocks(byte[] whole) {
        closeBlock();
        if (out.readableBytes() + whole.length > TableSet.PIECE_BYTES_MAX) {
            cut();
        }
        out.writeBytes(whole);
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

    private void head(int kind, int mask, int ofTable, int slot, int count) {
        if (table != ofTable) {
            closeBlock();
            table = ofTable;
            Varint.writeInt(out, table);
        }
        Varint.writeInt(out, count << Blocks.KIND_BITS | kind);
        Varint.writeInt(out, slot);
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
