package dev.cardea.service;

/**
 * Entries sorted by correlation, made for correlations that rise: inserting at the end and removing
 * near the front are cheap. Not safe for threads.
 *
 * <p>The entries lie between {@code head} and {@code tail} of three arrays; removing the first
 * moves {@code head}, and when {@code tail} meets the end, all move to the front or to larger
 * arrays.
 */
final class CorrelationMap {
    private static final int[] NO_KEYS = {};
    private static final Object[] NO_VALUES = {};
    private static final int CAPACITY_FIRST = 8;

    private int[] keys = NO_KEYS;
    private Object[] values = NO_VALUES;
    private int[] weights = NO_KEYS;
    private int head;
    private int tail;

    int size() {
        return tail - head;
    }

    /** Whether {@code correlation} is above all that are here. */
    boolean isAbove(int correlation) {
        return head == tail || Integer.compareUnsigned(correlation, keys[tail - 1]) > 0;
    }

    int correlation(int at) {
        return keys[head + at];
    }

    Object at(int at) {
        return values[head + at];
    }

    /** What {@link #insert} or {@link #set} said of it: known without a look at the value. */
    int weight(int at) {
        return weights[head + at];
    }

    void set(int at, Object value, int weight) {
        values[head + at] = value;
        weights[head + at] = weight;
    }

    /** Where {@code correlation} is, or -1 - where it would be. */
    int find(int correlation) {
        if (head < tail && keys[tail - 1] == correlation) {
            return size() - 1;
        }
        int low = head;
        int high = tail - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            int order = Integer.compareUnsigned(keys[middle], correlation);
            if (order == 0) {
                return middle - head;
            }
            if (order < 0) {
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return head - low - 1;
    }

    /** Adds an entry that is not here. */
    void insert(int correlation, Object value, int weight) {
        int at = isAbove(correlation) ? size() : -find(correlation) - 1;
        if (tail == keys.length) {
            makeRoom();
        }
        int index = head + at;
        if (index < tail) {
            System.arraycopy(keys, index, keys, index + 1, tail - index);
            System.arraycopy(values, index, values, index + 1, tail - index);
            System.arraycopy(weights, index, weights, index + 1, tail - index);
        }
        keys[index] = correlation;
        values[index] = value;
        weights[index] = weight;
        tail++;
    }

    private void makeRoom() {
        int size = size();
        int capacity = keys.length;
        if (size * 4 >= capacity * 3) {
            capacity = Math.max(CAPACITY_FIRST, capacity * 2);
        }
        moveTo(capacity, size);
    }

    private void moveTo(int capacity, int size) {
        int[] newKeys = new int[capacity];
        Object[] newValues = new Object[capacity];
        int[] newWeights = new int[capacity];
        System.arraycopy(keys, head, newKeys, 0, size);
        System.arraycopy(values, head, newValues, 0, size);
        System.arraycopy(weights, head, newWeights, 0, size);
        keys = newKeys;
        values = newValues;
        weights = newWeights;
        head = 0;
        tail = size;
    }

    void remove(int at) {
        int index = head + at;
        if (at == 0) {
            values[index] = NO_VALUES;
            head++;
            return;
        }
        System.arraycopy(keys, index + 1, keys, index, tail - index - 1);
        System.arraycopy(values, index + 1, values, index, tail - index - 1);
        System.arraycopy(weights, index + 1, weights, index, tail - index - 1);
        tail--;
        values[tail] = NO_VALUES;
    }

    /** Gives up memory that is not needed. */
    void shrink() {
        int size = size();
        if (size == 0) {
            keys = NO_KEYS;
            values = NO_VALUES;
            weights = NO_KEYS;
            head = 0;
            tail = 0;
        } else if (size * 4 <= keys.length && keys.length > CAPACITY_FIRST) {
            moveTo(size * 2, size);
        }
    }
}
