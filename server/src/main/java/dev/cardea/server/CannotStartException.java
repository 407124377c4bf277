package dev.cardea.server;

/** The machine does not let the server start. Its message names the key, and what to do. */
public final class CannotStartException extends Exception {
    private static final long serialVersionUID = 1L;

    CannotStartException(String message) {
        super(message);
    }

    CannotStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
