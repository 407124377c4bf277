package dev.cardea.wire;

import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;

/** Records inside of records: behind their length, so that both may differ in age. Stateless. */
final class Nested {
    /** Records in records, the message included. */
    static final int DEPTH_MAX = 16;

    private static final int ONE_OCTET_MAX = 127;

    private Nested() {}

    static void write(RecordCodec codec, Object value, ByteBuf out, int depth) {
        if (depth >= DEPTH_MAX) {
            throw new IllegalArgumentException("records nested deeper than " + DEPTH_MAX);
        }
        int mark = out.writerIndex();
        out.writeByte(0);
        codec.encode(value, out, depth + 1);
        int length = out.writerIndex() - mark - 1;
        if (length <= ONE_OCTET_MAX) {
            out.setByte(mark, length);
        } else {
            widen(out, mark, length);
        }
    }

    /** Moves a body whose length takes more than the one octet left for it. */
    private static void widen(ByteBuf out, int mark, int length) {
        byte[] body = ByteBufUtil.getBytes(out, mark + 1, length);
        out.writerIndex(mark);
        Varint.writeInt(out, length);
        out.writeBytes(body);
    }

    static Object read(RecordCodec codec, ByteBuf in, int depth) {
        int length = Varint.readInt(in);
        if (length < 0 || length > in.readableBytes()) {
            throw MalformedException.of(Kind.TRUNCATED);
        }
        if (depth >= DEPTH_MAX) {
            throw MalformedException.of(Kind.TOO_DEEP);
        }
        int outer = in.writerIndex();
        int end = in.readerIndex() + length;
        in.writerIndex(end);
        Object value = codec.decode(in, depth + 1);
        in.setIndex(end, outer);
        return value;
    }

    /** A record. */
    record Structure(RecordCodec codec) implements ValueCodec {
        @Override
        public void write(Object value, ByteBuf out, int depth) {
            Nested.write(codec, value, out, depth);
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            return Nested.read(codec, in, depth);
        }
    }

    /** One of several records, behind its id. */
    record Union(Alternatives alternatives) implements ValueCodec {
        @Override
        public void write(Object value, ByteBuf out, int depth) {
            Alternatives.Alternative alternative = alternatives.of(value.getClass());
            Varint.writeInt(out, alternative.message().id());
            Nested.write(alternative.codec(), value, out, depth);
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            return Nested.read(alternatives.at(Varint.readInt(in)).codec(), in, depth);
        }
    }
}
