package dev.cardea.client;

import java.time.Duration;

/** A request or a join has no good answer. Immutable. */
public final class RequestFailed extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final Duration retryAfter;
    private final String text;

    RequestFailed(int status, Duration retryAfter, String text) {
        super(status + " " + text, null, false, false);
        this.text = text;
        this.status = status;
        this.retryAfter = retryAfter;
    }

    /**
     * Why: a {@link dev.cardea.wire.ReplyStatus} or a game's number. UNKNOWN_OUTCOME means that it
     * ran, or may still run (rule R14).
     */
    public int status() {
        return status;
    }

    /** How long to wait before asking again, zero if nothing was said. */
    public Duration retryAfter() {
        return retryAfter;
    }

    /** What the server says of it, for people. */
    public String text() {
        return text;
    }
}
