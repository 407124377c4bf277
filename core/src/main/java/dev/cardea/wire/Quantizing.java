package dev.cardea.wire;

import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;

/**
 * Real numbers as indices of steps: {@code index = floor((value - min) / step + 0.5)} and {@code
 * value = min + index * step}, in double precision on both sides.
 */
record Quantizing(String where, ValueType.Quantized range, int indexMax, ClampListener listener) {
    static Quantizing of(String where, ValueType.Quantized range, ClampListener listener) {
        return new Quantizing(where, range, range.indexMax(), listener);
    }

    void put(double value, ByteBuf out) {
        double index = Math.floor((value - range.min()) / range.step() + 0.5);
        if (index >= 0 && index <= indexMax) {
            Varint.writeInt(out, (int) index);
        } else {
            putClamped(value, out);
        }
    }

    private void putClamped(double value, ByteBuf out) {
        if (Double.isNaN(value)) {
            throw new IllegalArgumentException(where + ": NaN");
        }
        listener.clamped(where, value);
        Varint.writeInt(out, value < range.min() ? 0 : indexMax);
    }

    double take(ByteBuf in) {
        int index = Varint.readInt(in);
        if (index < 0 || index > indexMax) {
            throw MalformedException.of(Kind.OUT_OF_RANGE);
        }
        return range.min() + index * range.step();
    }

    record FloatCodec(Quantizing steps) implements ValueCodec {
        void put(float value, ByteBuf out) {
            steps.put(value, out);
        }

        float take(ByteBuf in) {
            return (float) steps.take(in);
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

    record DoubleCodec(Quantizing steps) implements ValueCodec {
        void put(double value, ByteBuf out) {
            steps.put(value, out);
        }

        double take(ByteBuf in) {
            return steps.take(in);
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
