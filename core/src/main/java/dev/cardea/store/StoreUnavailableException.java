package dev.cardea.store;

/** The database is away, slow or full. Ask again later. Without a stack trace: it is an answer. */
public final class StoreUnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /**
     * @param text for the log of whoever operates the server
     */
    public StoreUnavailableException(String text) {
        super(text, null, false, false);
    }
}
