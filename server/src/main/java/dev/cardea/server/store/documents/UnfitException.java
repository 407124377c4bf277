package dev.cardea.server.store.documents;

/**
 * A value that cannot be JSON, or JSON that cannot be the value. Without a stack trace: the JSON
 * may come from a client.
 */
final class UnfitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String what;

    UnfitException(String what) {
        super(what, null, false, false);
        this.what = what;
    }

    /** The same, found within {@code part}. */
    UnfitException in(String part) {
        return new UnfitException(part + ": " + what);
    }

    String what() {
        return what;
    }
}
