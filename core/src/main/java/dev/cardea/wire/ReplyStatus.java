package dev.cardea.wire;

/**
 * The numbers in REPLY's status; the registry of docs/PROTOCOL.md. 600 to 999 are the game's own.
 */
public final class ReplyStatus {
    public static final int OK = 0;

    /** The request's body is malformed. */
    public static final int BAD_REQUEST = 400;

    /** The caller may not do that. */
    public static final int FORBIDDEN = 403;

    /** No service has that route. */
    public static final int UNKNOWN_ROUTE = 404;

    /** The deadline passed; the handler was interrupted. */
    public static final int DEADLINE = 408;

    /** The state of things does not allow it now. */
    public static final int CONFLICT = 409;

    /** Too many requests are under way; try again after {@code retryAfterMillis}. */
    public static final int BUSY = 429;

    /** The client cancelled it. */
    public static final int CANCELLED = 499;

    /** The handler failed. */
    public static final int FAILED = 500;

    /** The service cannot be reached; it did not run. */
    public static final int UNAVAILABLE = 503;

    /** It ran, or may still run (rule R14): what must not happen twice is durable. */
    public static final int UNKNOWN_OUTCOME = 520;

    /** First of the game's own numbers. */
    public static final int GAME_FIRST = 600;

    /** Last of the game's own numbers. */
    public static final int GAME_LAST = 999;

    private ReplyStatus() {}
}
