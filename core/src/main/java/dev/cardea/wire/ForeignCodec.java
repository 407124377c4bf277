package dev.cardea.wire;

import io.netty.buffer.ByteBuf;

/** A body that the author's own codec writes and reads. Immutable. */
final class ForeignCodec<T> extends RecordCodec {
    private final BodyCodec<T> codec;

    ForeignCodec(BodyCodec<T> codec) {
        this.codec = codec;
    }

    @Override
    @SuppressWarnings("unchecked") // the protocol binds the codec to the class of its messages
    void encode(Object value, ByteBuf out, int depth) {
        codec.encode((T) value, out);
    }

    @Override
    Object decode(ByteBuf in, int depth) {
        return codec.decode(in);
    }
}
