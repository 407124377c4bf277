package dev.cardea.client.engine;

import dev.cardea.wire.Bytes;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The inputs of one stream that are not known to be applied, with their numbers (rules R10, R11,
 * R17). Confined to the session's loop, but for {@link #reserve}, which any thread may call: one
 * CAS.
 *
 * <p>Numbers are not stored: the oldest has {@link #first}, each further one the next, so a new
 * seat renumbers all that wait by one assignment. A game knows an input by another number, which
 * counts those of the membership and never begins anew; of it the newest one's is enough.
 */
final class UnackedInputs implements Iterable<Bytes> {
    /** Inputs that may wait (rule R17). */
    static final int COUNT_MAX = 256;

    /** Bytes of bodies that may wait (rule R17). */
    static final int BYTES_MAX = 64 * 1024;

    private final ArrayDeque<Bytes> bodies = new ArrayDeque<>(4);
    private final AtomicLong reserved = new AtomicLong();
    private int first = 1;

    /** The newest one's number in the membership. */
    private long newest;

    /**
     * Takes room for one input of {@code bytes}, to be followed by {@link #add} or {@link
     * #giveBack}. Any thread.
     *
     * @return false if the stream is full
     */
    boolean reserve(int bytes) {
        while (true) {
            long now = reserved.get();
            if (count(now) >= COUNT_MAX || bytes(now) + bytes > BYTES_MAX) {
                return false;
            }
            if (reserved.compareAndSet(now, now + packed(1, bytes))) {
                return true;
            }
        }
    }

    /** Returns what {@link #reserve} took. */
    void giveBack(int bytes) {
        reserved.addAndGet(-packed(1, bytes));
    }

    /** Appends an input, the {@code n}th of the membership, for which room was reserved. */
    int add(long n, Bytes body) {
        newest = n;
        bodies.addLast(body);
        return next() - 1;
    }

    /** Appends an input beyond the bound, for the one that leaves; returns its number. */
    int addBeyondBound(Bytes body) {
        reserved.addAndGet(packed(1, body.size()));
        return add(newest + 1, body);
    }

    /** Drops those with numbers up to {@code n}. */
    void dropUpTo(int n) {
        while (!bodies.isEmpty() && !Serial.after(first, n)) {
            giveBack(bodies.removeFirst().size());
            first++;
        }
    }

    /** Drops all; returns how many they were. */
    int dropAll() {
        int dropped = bodies.size();
        first += dropped;
        bodies.forEach(body -> giveBack(body.size()));
        bodies.clear();
        return dropped;
    }

    /** Gives the oldest, or the next to come if none waits, the number {@code n}. */
    void numberFrom(int n) {
        first = n;
    }

    /** Whether the newest that waits is {@code body}. */
    boolean endsWith(Bytes body) {
        return body.equals(bodies.peekLast());
    }

    /** The number of the oldest. */
    int first() {
        return first;
    }

    /** The number that the next one gets. */
    int next() {
        return first + bodies.size();
    }

    /** The newest one of the membership that waits no more, with all before it; 0 if none. */
    long done() {
        return newest - bodies.size();
    }

    int size() {
        return bodies.size();
    }

    /** Oldest first. */
    @Override
    public Iterator<Bytes> iterator() {
        return bodies.iterator();
    }

    private static long packed(int count, int bytes) {
        return (long) count << 32 | bytes;
    }

    private static int count(long packed) {
        return (int) (packed >>> 32);
    }

    private static int bytes(long packed) {
        return (int) packed;
    }
}
