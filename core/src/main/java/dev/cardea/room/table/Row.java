package dev.cardea.room.table;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One row of a room's table: its value, its bytes, and what of it the members do not know yet.
 * Confined to the room.
 *
 * <p>A row that was removed stays until the members were told; a put before that revives it. Bytes
 * are compared, not values: what a member cannot tell apart has not changed.
 */
final class Row<R> {
    /** The number of its table. */
    final int table;

    final long key;
    final int slot;

    /** The number of its last change that was stamped; means something while {@link #listed}. */
    long seq;

    /** In the order of changes: members that have everything know it. */
    boolean listed;

    @Nullable Row<?> before;
    @Nullable Row<?> after;

    /** Whether it is among its table's changed rows. */
    boolean changed;

    /** The components that changed since the last stamp. */
    int mask;

    private Optional<R> value = Optional.empty();
    private byte[] bytes = new byte[0];

    /** Where in {@link #bytes} each component ends. */
    private short[] ends = new short[0];

    Row(int table, long key, int slot) {
        this.table = table;
        this.key = key;
        this.slot = slot;
    }

    /** Empty if it was removed. */
    Optional<R> value() {
        return value;
    }

    /** The length of the whole row, without its key. */
    int size() {
        return bytes.length;
    }

    void remove() {
        value = Optional.empty();
    }

    /**
     * Takes a new value.
     *
     * @param encoded a heap buffer with its components, from index 0 on
     * @param newEnds where each ends
     * @return whether that is news to the members
     */
    boolean put(R newValue, ByteBuf encoded, int[] newEnds) {
        boolean revived = value.isEmpty();
        value = Optional.of(newValue);
        int different = differences(encoded, newEnds);
        if (different == 0) {
            return revived;
        }
        mask |= different;
        int components = newEnds.length;
        int size = newEnds[components - 1];
        if (bytes.length != size) {
            bytes = new byte[size];
        }
        encoded.getBytes(0, bytes);
        if (ends.length != components) {
            ends = new short[components];
        }
        for (int i = 0; i < components; i++) {
            ends[i] = (short) newEnds[i];
        }
        return true;
    }

    private int differences(ByteBuf encoded, int[] newEnds) {
        if (ends.length != newEnds.length) {
            return -1 >>> -newEnds.length;
        }
        byte[] array = encoded.array();
        int offset = encoded.arrayOffset();
        int different = 0;
        int from = 0;
        int newFrom = offset;
        for (int i = 0; i < newEnds.length; i++) {
            int newEnd = offset + newEnds[i];
            if (!Arrays.equals(bytes, from, ends[i], array, newFrom, newEnd)) {
                different |= 1 << i;
            }
            from = ends[i];
            newFrom = newEnd;
        }
        return different;
    }

    /** The length of those components. */
    int size(int components) {
        int size = 0;
        for (int left = components; left != 0; left &= left - 1) {
            int i = Integer.numberOfTrailingZeros(left);
            size += ends[i] - start(i);
        }
        return size;
    }

    /** Appends those components, neighbours at once. */
    void write(int components, ByteBuf out) {
        for (int left = components; left != 0; ) {
            int first = Integer.numberOfTrailingZeros(left);
            int count = Integer.numberOfTrailingZeros(~(left >>> first));
            int start = start(first);
            out.writeBytes(bytes, start, ends[first + count - 1] - start);
            left = first + count == Integer.SIZE ? 0 : left & -1 << (first + count);
        }
    }

    /** Appends all components. */
    void write(ByteBuf out) {
        out.writeBytes(bytes);
    }

    /** A copy of all components. */
    byte[] bytes() {
        return bytes.clone();
    }

    /** A copy of where each of them ends. */
    short[] ends() {
        return ends.clone();
    }

    private int start(int component) {
        return component == 0 ? 0 : ends[component - 1];
    }
}
