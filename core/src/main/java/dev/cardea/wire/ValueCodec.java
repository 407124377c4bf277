package dev.cardea.wire;

import io.netty.buffer.ByteBuf;

/**
 * Writes and reads the values of one component, or the elements of a list. Immutable. Those of
 * primitives also have methods without boxes, which the classes made by {@link RecordCodecs} call.
 */
interface ValueCodec {
    /**
     * Appends {@code value}, never null.
     *
     * @param depth of the record that holds it; a message has 1
     */
    void write(Object value, ByteBuf out, int depth);

    /** Reads one value; never beyond the writer index, which is the end of the record. */
    Object read(ByteBuf in, int depth);
}
