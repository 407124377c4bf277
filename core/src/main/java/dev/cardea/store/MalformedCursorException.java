package dev.cardea.store;

/** A cursor that this query never handed out. Without a stack trace: it may come from a client. */
public final class MalformedCursorException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param what is wrong with it
     */
    public MalformedCursorException(String what) {
        super("cursor: " + what, null, false, false);
    }
}
