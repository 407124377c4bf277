package dev.cardea.wire;

import io.netty.buffer.ByteBuf;

/**
 * Writes and reads the components of one record, without a length. Immutable. Those in use are made
 * by {@link RecordCodecs}.
 */
abstract class RecordCodec {
    /** Appends the components of {@code value}. */
    abstract void encode(Object value, ByteBuf out, int depth);

    /** Likewise, noting in {@code ends} the writer index behind each component. */
    void encodeMarked(Object value, ByteBuf out, int depth, int[] ends) {
        throw new UnsupportedOperationException("its body has no components");
    }

    /**
     * Reads a record that ends at the writer index: components that it lacks get their default, and
     * octets that it has more, from a newer peer, stay unread.
     */
    abstract Object decode(ByteBuf in, int depth);

    /**
     * Reads the components that {@code mask} names, lowest bit first, also those with a default.
     *
     * @param base has the others; it is not looked at if there are none
     */
    Object merge(ByteBuf in, int depth, Object base, int mask) {
        throw new UnsupportedOperationException("its body has no components");
    }
}
