package dev.cardea.room.snapshot;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A row's bytes from the end of one tick on, until a later version. Confined to the room.
 * Immutable, but for the last difference that was taken from it: members that know the same share
 * it.
 */
final class Version {
    final long tick;
    private final byte[] bytes;
    private final short[] ends;
    private Difference last = Difference.NONE;

    Version(long tick, byte[] bytes, short[] ends) {
        this.tick = tick;
        this.bytes = bytes;
        this.ends = ends;
    }

    int size() {
        return bytes.length;
    }

    void write(ByteBuf out) {
        out.writeBytes(bytes);
    }

    /** What {@code later} has other than this one. */
    Difference to(Version later) {
        if (last.tick != later.tick) {
            last = difference(later);
        }
        return last;
    }

    private Difference difference(Version later) {
        int mask = 0;
        int size = 0;
        for (int i = 0; i < ends.length; i++) {
            if (!sameComponent(later, i)) {
                mask |= 1 << i;
                size += later.ends[i] - later.start(i);
            }
        }
        byte[] changed = new byte[size];
        int at = 0;
        for (int left = mask; left != 0; left &= left - 1) {
            int i = Integer.numberOfTrailingZeros(left);
            int length = later.ends[i] - later.start(i);
            System.arraycopy(later.bytes, later.start(i), changed, at, length);
            at += length;
        }
        return new Difference(later.tick, mask, changed);
    }

    private boolean sameComponent(Version other, int i) {
        return Arrays.equals(bytes, start(i), ends[i], other.bytes, other.start(i), other.ends[i]);
    }

    private int start(int component) {
        return component == 0 ? 0 : ends[component - 1];
    }
}
