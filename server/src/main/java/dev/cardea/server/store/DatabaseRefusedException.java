package dev.cardea.server.store;

/** A database cannot be used as it is. Its message is one line, for people. */
public final class DatabaseRefusedException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What has to change. */
    public enum Why {
        /** Nobody answers there, or not as PostgreSQL, or not with the encryption asked for. */
        ADDRESS,
        /** The role or its password is wrong. */
        SIGN_IN,
        /** The role may not do what the server needs. */
        RIGHTS,
        /** The tables are not those of this build and cannot be brought to it. */
        TABLES,
        /** The database itself says no: it is full, starting, or takes no more connections. */
        STATE
    }

    private final Why why;

    DatabaseRefusedException(Why why, String message, Throwable cause) {
        super(message, cause);
        this.why = why;
    }

    /** What has to change. */
    public Why why() {
        return why;
    }
}
