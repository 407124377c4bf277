package dev.cardea.server.record;

/** What the configuration asks for cannot be recorded. */
public final class CannotRecordException extends Exception {
    private static final long serialVersionUID = 1L;

    /** Which key is at fault. */
    private final String key;

    CannotRecordException(String key, String what) {
        super(what);
        this.key = key;
    }

    /** The full name of the key that is at fault. */
    public String key() {
        return key;
    }

    /** What is wrong with it, and what to do. */
    public String what() {
        return String.valueOf(getMessage());
    }
}
