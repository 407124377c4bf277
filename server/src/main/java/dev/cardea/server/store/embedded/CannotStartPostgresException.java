package dev.cardea.server.store.embedded;

import java.io.IOException;

/**
 * The embedded PostgreSQL cannot run here. Its message is one sentence: what is wrong, where, and
 * what to do.
 */
public final class CannotStartPostgresException extends IOException {
    private static final long serialVersionUID = 1L;

    CannotStartPostgresException(String message) {
        super(message);
    }

    CannotStartPostgresException(String message, Throwable cause) {
        super(message, cause);
    }
}
