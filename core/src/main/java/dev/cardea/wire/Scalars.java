package dev.cardea.wire;

import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;

/** The codecs of primitives. Stateless. */
final class Scalars {
    /** JavaScript's Number.MAX_SAFE_INTEGER. */
    static final long SAFE_MAX = (1L << 53) - 1;

    private Scalars() {}

    private static void need(ByteBuf in, int bytes) {
        if (in.readableBytes() < bytes) {
            throw MalformedException.of(Kind.TRUNCATED);
        }
    }

    record BoolCodec() implements ValueCodec {
        void put(boolean value, ByteBuf out) {
            out.writeByte(value ? 1 : 0);
        }

        boolean take(ByteBuf in) {
            need(in, 1);
            byte octet = in.readByte();
            if ((octet & ~1) != 0) {
                throw MalformedException.of(Kind.OUT_OF_RANGE);
            }
            return octet != 0;
        }

        @Override
        public void write(Object value, ByteBuf out, int depth) {
            put((Boolean) value, out);
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            return take(in);
        }
    }

    record ByteCodec() implements ValueCodec {
        void put(byte value, ByteBuf out) {
            out.writeByte(value);
        }

        byte take(ByteBuf in) {
            need(in, 1);
            return in.readByte();
        }

        @Override
        public void write(Object value, ByteBuf out, int depth) {
            put((Byte) value, out);
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            return take(in);
        }
    }

    record ShortCodec() implements ValueCodec {
        void put(short value, ByteBuf out) {
            Varint.writeInt(out, Varint.zigzag(value));
        }

        short take(ByteBuf in) {
            int value = Varint.unzigzag(Varint.readInt(in));
            if (value != (short) value) {
                throw MalformedException.of(Kind.OUT_OF_RANGE);
            }
            return (short) value;
        }

        @Override
        public void write(Object value, ByteBuf out, int depth) {
            put((Short) value, out);
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            return take(in);
        }
    }

    record IntCodec() implements ValueCodec {
        void put(int value, ByteBuf out) {
            Varint.writeInt(out, Varint.zigzag(value));
        }

        int take(ByteBuf in) {
            return Varint.unzigzag(Varint.readInt(in));
        }

        @Override
        public void write(Object value, ByteBuf out, int depth) {
            put((Integer) value, out);
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            return take(in);
        }
    }

    /**
     * A long.
     *
     * @param big of all 64 bits, else within ±{@link #SAFE_MAX}
     */
    record LongCodec(String where, boolean big) implements ValueCodec {
        void put(long value, ByteBuf out) {
            if (!big && !isSafe(value)) {
                throw new IllegalArgumentException(
                        where + ": " + value + " is beyond 2^53 - 1 and the component not @BigInt");
            }
            Varint.writeLong(out, Varint.zigzag(value));
        }

        long take(ByteBuf in) {
            long value = Varint.unzigzag(Varint.readLong(in));
            if (!big && !isSafe(value)) {
                throw MalformedException.of(Kind.OUT_OF_RANGE);
            }
            return value;
        }

        private static boolean isSafe(long value) {
            return value >= -SAFE_MAX && value <= SAFE_MAX;
        }

        @Override
        public void write(Object value, ByteBuf out, int depth) {
            put((Long) value, out);
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            return take(in);
        }
    }

    record FloatCodec(String where, boolean nonFinite) implements ValueCodec {
        void put(float value, ByteBuf out) {
            if (!nonFinite && !Float.isFinite(value)) {
                throw new IllegalArgumentException(where + ": " + value);
            }
            out.writeInt(Float.floatToIntBits(value));
        }

        float take(ByteBuf in) {
            need(in, Float.BYTES);
            float value = Float.intBitsToFloat(in.readInt());
            if (!nonFinite && !Float.isFinite(value)) {
                throw MalformedException.of(Kind.NOT_FINITE);
            }
            return value;
        }

        @Override
        public void write(Object value, ByteBuf out, int depth) {
            put((Float) value, out);
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            return take(in);
        }
    }

    record DoubleCodec(String where, boolean nonFinite) implements ValueCodec {
        void put(double value, ByteBuf out) {
            if (!nonFinite && !Double.isFinite(value)) {
                throw new IllegalArgumentException(where + ": " + value);
            }
            out.writeLong(Double.doubleToLongBits(value));
        }

        double take(ByteBuf in) {
            need(in, Double.BYTES);
            double value = Double.longBitsToDouble(in.readLong());
            if (!nonFinite && !Double.isFinite(value)) {
                throw MalformedException.of(Kind.NOT_FINITE);
            }
            return value;
        }

        @Override
        public void write(Object value, ByteBuf out, int depth) {
            put((Double) value, out);
        }

        @Override
        public Object read(ByteBuf in, int depth) {
            return take(in);
        }
    }
}
