package dev.cardea.testkit;

import java.util.ArrayDeque;
import java.util.Locale;

/**
 * The newest notes of a world, and a hash of all of them. Confined to the world. Two runs of one
 * seed have the same hash, or something in them did not come from the seed.
 */
public final class SimTrace {
    private static final int LINES_MAX = 400;
    private static final long HASH_PRIME = 0x100000001B3L;

    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private long hash = 0xCBF29CE484222325L;
    private long count;

    void add(long atNanos, String where, String text) {
        String line = String.format(Locale.ROOT, "%12.6f %-4s %s", atNanos / 1e9, where, text);
        for (int i = 0; i < line.length(); i++) {
            hash = (hash ^ line.charAt(i)) * HASH_PRIME;
        }
        count++;
        if (lines.size() == LINES_MAX) {
            lines.remove();
        }
        lines.add(line);
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
        int skip = Math.max(0, this.lines.size() - lines);
        return String.join("\n", this.lines.stream().skip(skip).toList());
    }

    @Override
    public String toString() {
        return tail(LINES_MAX);
    }
}
