package dev.cardea.room.table;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** A buffer as an allocator gives it: a part of a larger array. */
final class Scratch {
    private static final int OFFSET = 17;
    private static final int BYTES = 64 * 1024;

    private Scratch() {}

    static ByteBuf buffer() {
        return Unpooled.buffer(OFFSET + BYTES).slice(OFFSET, BYTES);
    }
}
