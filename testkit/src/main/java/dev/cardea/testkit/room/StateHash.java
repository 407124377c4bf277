package dev.cardea.testkit.room;

import dev.cardea.wire.Bytes;

/** A number for bytes, the same in every process: 64-bit FNV-1a. Confined to the test. */
final class StateHash {
    private static final long OFFSET = 0xCBF29CE484222325L;
    private static final long PRIME = 0x100000001B3L;

    private long value = OFFSET;

    static long of(Bytes bytes) {
        return new StateHash().add(bytes).value();
    }

    StateHash add(Bytes bytes) {
        for (byte each : bytes.toArray()) {
            value = (value ^ (each & 0xFF)) * PRIME;
        }
        return this;
    }

    StateHash add(long number) {
        for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
            value = (value ^ (number >>> shift & 0xFF)) * PRIME;
        }
        return this;
    }

    long value() {
        return value;
    }
}
