package dev.cardea.testkit.room;

import java.util.HexFormat;

/**
 * One thing that changed in a run, or was said. Immutable.
 *
 * @param nanos since the room opened
 * @param what changed, such as {@code table ships, row 3}
 * @param hash of what it became
 * @param text the same for people
 */
record TraceLine(long tick, long nanos, String what, long hash, String text) {
    private static final int TEXT_CHARS_MAX = 300;
    private static final String SEPARATOR = "\t";

    /** With a text that fits a line. */
    static TraceLine of(long tick, long nanos, String what, long hash, String text) {
        String line =
                text.codePoints()
                        .limit(TEXT_CHARS_MAX)
                        .map(TraceLine::plain)
                        .collect(
                                StringBuilder::new,
                                StringBuilder::appendCodePoint,
                                StringBuilder::append)
                        .toString();
        return new TraceLine(tick, nanos, what, hash, line);
    }

    private static int plain(int codePoint) {
        return Character.isISOControl(codePoint) ? ' ' : codePoint;
    }

    /** Whether both runs went the same way here; the texts may differ. */
    boolean agreesWith(TraceLine other) {
        return tick == other.tick
                && nanos == other.nanos
                && hash == other.hash
                && what.equals(other.what);
    }

    String print() {
        return String.join(
                SEPARATOR,
                Long.toString(tick),
                Long.toString(nanos),
                what,
                HexFormat.of().toHexDigits(hash),
                text);
    }

    static TraceLine parse(String line) {
        String[] part = line.split(SEPARATOR, 5);
        return new TraceLine(
                Long.parseLong(part[0]),
                Long.parseLong(part[1]),
                part[2],
                HexFormat.fromHexDigitsToLong(part[3]),
                part[4]);
    }
}
