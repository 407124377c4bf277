package dev.cardea.testkit;

import java.util.ArrayDeque;
import java.util.Locale;

/**
 * The newest notes of a world, and a hash of all of them. Confined to the world. Two runs of one
 * seed have the same hash, or something in them did not come from the seed.
 */
public final class SimTrace {
    private static final int LINES_MAX = 4000;
    private static final long HASH_PRIME = 0x100000001B3L;

    private final ArrayDeque<Note> notes = new ArrayDeque<>();
    private long hash = 0xCBF29CE484222325L;
    private long count;

    private record Note(long atNanos, String where, Object what) {
        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%12.6f %-4s %s", atNanos / 1e9, where, what);
        }
    }

    /** Text is made of {@code what} only when somebody wants to read it. */
    void add(long atNanos, String where, Object what) {
        mix(atNanos);
        mix(where.hashCode());
        mix(what.hashCode());
        count++;
        if (notes.size() == LINES_MAX) {
            notes.remove();
        }
        notes.add(new Note(atNanos, where, what));
    }

    private void mix(long value) {
        hash = (hash ^ value) * HASH_PRIME;
    }

    /** A number that stands for everything that was ever noted. */
    public long hash() {
        return hash;
    }

    /** How many notes there were. */
    public long count() {
        return count;
    }

    /** The newest {@code lines} notes, one a line. */
    public String tail(int lines) {
        int skip = Math.max(0, notes.size() - lines);
        return String.join("\n", notes.stream().skip(skip).map(Note::toString).toList());
    }

    @Override
    public String toString() {
        return tail(LINES_MAX);
    }
}
