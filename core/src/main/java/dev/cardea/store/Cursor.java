package dev.cardea.store;

/**
 * Where a page ended, for whoever wants the next. Clients may keep it: it is text without meaning
 * to them, and what they make of it is checked. Immutable.
 *
 * @param text empty at the start, at most {@link #CHARS_MAX} characters
 */
public record Cursor(String text) {
    /** Characters of the longest. */
    public static final int CHARS_MAX = 2048;

    /** Before the first document. */
    public static final Cursor START = new Cursor("");

    /**
     * A cursor as it was handed out.
     *
     * @throws MalformedCursorException if it is too long for one
     */
    public Cursor {
        if (text.length() > CHARS_MAX) {
            throw new MalformedCursorException("longer than " + CHARS_MAX + " characters");
        }
    }
}
