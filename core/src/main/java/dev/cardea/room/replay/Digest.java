package dev.cardea.room.replay;

import io.netty.buffer.ByteBuf;

/**
 * A hash of 64 bits over what is added, in its order: the same in every JVM. It finds differences,
 * not forgeries. Confined to the room.
 */
final class Digest {
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
    private static final int ROTATION = 29;

    private long state;

    Digest add(long value) {
        state = Long.rotateLeft(state ^ mix(value), ROTATION) * MULTIPLIER;
        return this;
    }

    /** What can be read from {@code bytes}, whose indices stay. */
    Digest add(ByteBuf bytes) {
        int end = bytes.writerIndex();
        int at = bytes.readerIndex();
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            add(bytes.getLong(at));
        }
        long rest = 0;
        for (; at < end; at++) {
            rest = rest << Byte.SIZE | bytes.getUnsignedByte(at);
        }
        return add(rest).add(bytes.readableBytes());
    }

    Digest add(String text) {
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i));
        }
        return add(text.length());
    }

    long hash() {
        return mix(state);
    }

    /** The finaliser of MurmurHash3's descendants (David Stafford's Mix13). */
    static long mix(long value) {
        long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
        return mixed ^ (mixed >>> 31);
    }
}
