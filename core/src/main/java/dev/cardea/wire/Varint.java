package dev.cardea.wire;

import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;

/**
 * Unsigned numbers in LEB128: seven bits an octet, lowest first, the top bit says that more follow.
 * Canonical: only the shortest form is read. Stateless.
 */
public final class Varint {
    private static final int INT_BYTES_MAX = 5;
    private static final int LONG_BYTES_MAX = 10;

    private Varint() {}

    /**
     * Reads an unsigned 32-bit number; above 2^31 - 1 it comes as a negative int.
     *
     * @throws MalformedException if it is cut off, too large or not in its shortest form
     */
    public static int readInt(ByteBuf in) {
        int first = octet(in);
        if (first >= 0) {
            return first;
        }
        int value = first & 0x7F;
        for (int index = 1; ; index++) {
            byte next = octet(in);
            if (index == INT_BYTES_MAX - 1 && (next & 0xF0) != 0) {
                throw MalformedException.of(Kind.TOO_LONG);
            }
            value |= (next & 0x7F) << (7 * index);
            if (next >= 0) {
                return canonical(next, value);
            }
        }
    }

    /**
     * Reads an unsigned 64-bit number; above 2^63 - 1 it comes as a negative long.
     *
     * @throws MalformedException if it is cut off, too large or not in its shortest form
     */
    public static long readLong(ByteBuf in) {
        byte first = octet(in);
        if (first >= 0) {
            return first;
        }
        long value = first & 0x7F;
        for (int index = 1; ; index++) {
            byte next = octet(in);
            if (index == LONG_BYTES_MAX - 1 && (next & 0xFE) != 0) {
                throw MalformedException.of(Kind.TOO_LONG);
            }
            value |= (next & 0x7FL) << (7 * index);
            if (next >= 0) {
                canonical(next, 0);
                return value;
            }
        }
    }

    private static byte octet(ByteBuf in) {
        if (!in.isReadable()) {
            throw MalformedException.of(Kind.TRUNCATED);
        }
        return in.readByte();
    }

    private static int canonical(byte last, int value) {
        if (last == 0) {
            throw MalformedException.of(Kind.NON_CANONICAL);
        }
        return value;
    }

    /** Appends {@code value}, taken as unsigned. */
    public static void writeInt(ByteBuf out, int value) {
        int rest = value;
        while ((rest & ~0x7F) != 0) {
            out.writeByte((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    /** Appends {@code value}, taken as unsigned. */
    public static void writeLong(ByteBuf out, long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.writeByte((int) (rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.writeByte((int) rest);
    }

    /** Octets that {@link #writeInt} appends: 1 to 5. */
    public static int sizeInt(int value) {
        return Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(value) + 6) / 7);
    }

    /** Octets that {@link #writeLong} appends: 1 to 10. */
    public static int sizeLong(long value) {
        return Math.max(1, (Long.SIZE - Long.numberOfLeadingZeros(value) + 6) / 7);
    }

    /** Signed to unsigned, small stays small. */
    public static int zigzag(int value) {
        return (value << 1) ^ (value >> 31);
    }

    /** Signed to unsigned, small stays small. */
    public static long zigzag(long value) {
        return (value << 1) ^ (value >> 63);
    }

    /** The inverse of {@link #zigzag(int)}. */
    public static int unzigzag(int value) {
        return (value >>> 1) ^ -(value & 1);
    }

    /** The inverse of {@link #zigzag(long)}. */
    public static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }
}
