package dev.cardea.wire;

/** What a value is on the wire (docs/PROTOCOL.md, "Values and schemas"). Immutable. */
sealed interface ValueType {
    /** One octet, 0 or 1. */
    record Bool() implements ValueType {}

    /**
     * A signed number: 8 bits as one octet, more as a zigzag varint.
     *
     * @param bits 8, 16, 32 or 64
     * @param big of 64: all 64 are used, and JavaScript sees a BigInt
     */
    record Int(int bits, boolean big) implements ValueType {}

    /**
     * IEEE 754, big-endian.
     *
     * @param bits 32 or 64
     * @param nonFinite infinities and NaN are allowed
     */
    record Real(int bits, boolean nonFinite) implements ValueType {}

    /**
     * A real number as the varint of its step above {@code min}.
     *
     * @param bits 32 or 64: the precision of the number it stands for
     */
    record Quantized(int bits, double step, double min, double max) implements ValueType {
        /** The index of {@code max}. */
        int indexMax() {
            return (int) Math.round((max - min) / step);
        }
    }

    /** UTF-8 behind its length in bytes. */
    record Text(int bytesMax) implements ValueType {}

    /** Bytes behind their count. */
    record Blob(int bytesMax) implements ValueType {}

    /** Elements behind their count. */
    record Items(ValueType element, int countMax) implements ValueType {}

    /** A type of the schema's table: an enum, a record or a union. */
    record Named(Sort sort, String name) implements ValueType {}

    /** What a {@link Named} type is. */
    enum Sort {
        ENUM,
        RECORD,
        UNION
    }
}
