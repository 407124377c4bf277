package dev.cardea.service;

import dev.cardea.wire.ReplyStatus;

/** A handler's expected "no". Immutable, without a stack trace: it is an answer, not a failure. */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final int retryAfterMillis;

    /**
     * A refusal.
     *
     * @param status of the game's own (600 to 999), or BAD_REQUEST, FORBIDDEN, CONFLICT, BUSY or
     *     UNAVAILABLE of {@link ReplyStatus}
     * @param text for the player or the client's log, at most 256 bytes of UTF-8
     */
    public Refusal(int status, String text) {
        this(status, text, 0);
    }

    /**
     * A refusal for now.
     *
     * @param retryAfterMillis when it is worth asking again; 0 says nothing
     */
    public Refusal(int status, String text, int retryAfterMillis) {
        super(text, null, false, false);
        if (!isAllowed(status)) {
            throw new IllegalArgumentException("a handler cannot refuse with status " + status);
        }
        if (retryAfterMillis < 0) {
            throw new IllegalArgumentException("retryAfterMillis " + retryAfterMillis);
        }
        this.status = status;
        this.retryAfterMillis = retryAfterMillis;
    }

    private static boolean isAllowed(int status) {
        return switch (status) {
            case ReplyStatus.BAD_REQUEST,
                    ReplyStatus.FORBIDDEN,
                    ReplyStatus.CONFLICT,
                    ReplyStatus.BUSY,
                    ReplyStatus.UNAVAILABLE ->
                    true;
            default -> status >= ReplyStatus.GAME_FIRST && status <= ReplyStatus.GAME_LAST;
        };
    }

    /** The number in the reply. */
    public int status() {
        return status;
    }

    /** When it is worth asking again; 0 says nothing. */
    public int retryAfterMillis() {
        return retryAfterMillis;
    }

    /** What the reply says. */
    public String text() {
        String text = getMessage();
        return text == null ? "" : text;
    }
}
