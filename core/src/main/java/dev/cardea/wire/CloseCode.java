package dev.cardea.wire;

import org.jspecify.annotations.Nullable;

/**
 * Why a connection is closed; the registry of docs/PROTOCOL.md. Numbers 600 to 999 belong to games
 * and travel as bare numbers. Over WebSocket the close status is 4000 + number.
 */
public enum CloseCode {
    NORMAL(0, 0, "closed as asked"),
    GOING_AWAY(1, Flags.RESUMABLE | Flags.RETRY, "the server is going away"),
    INTERNAL(2, Flags.RESUMABLE | Flags.RETRY, "internal error"),
    PROTOCOL_ERROR(3, Flags.PEER, "malformed or forbidden frame"),
    FRAME_TOO_LARGE(4, Flags.PEER, "frame too large"),
    VERSION_UNSUPPORTED(5, Flags.PEER, "no common protocol version"),
    HANDSHAKE_TIMEOUT(6, Flags.RETRY | Flags.PEER, "no HELLO in time"),
    IDLE_TIMEOUT(7, Flags.RESUMABLE | Flags.RETRY, "nothing was heard for too long"),
    SLOW_CONSUMER(8, Flags.RESUMABLE | Flags.RETRY | Flags.PEER, "too slow to receive"),
    SUPERSEDED(9, 0, "a newer connection of the session took over"),
    KICKED(10, 0, "kicked"),
    BANNED(11, Flags.PEER, "banned"),
    SERVER_FULL(12, Flags.RETRY, "the server is full"),
    TOO_MANY_FROM_ADDRESS(13, Flags.RETRY | Flags.PEER, "too many connections from this address"),
    LOGGED_IN_ELSEWHERE(14, 0, "the account signed in elsewhere"),
    AUTH_FAILED(401, Flags.PEER, "authentication failed"),
    RATE_LIMITED(429, Flags.RESUMABLE | Flags.RETRY | Flags.PEER, "sends too fast"),
    UNAVAILABLE(503, Flags.RESUMABLE | Flags.RETRY, "temporarily unavailable");

    private final int number;
    private final int flags;
    private final String text;

    CloseCode(int number, int flags, String text) {
        this.number = number;
        this.flags = flags;
        this.text = text;
    }

    /** The bits of CLOSE's flags octet. */
    public static final class Flags {
        /** The session lives on and may be resumed with its token. */
        public static final int RESUMABLE = 1;

        /** A new attempt may succeed; wait at least {@code retryAfterMillis}. */
        public static final int RETRY = 2;

        /** Whoever receives the CLOSE caused it. */
        public static final int PEER = 4;

        private Flags() {}
    }

    /** The number on the wire. */
    public int number() {
        return number;
    }

    /** The flags octet of CLOSE. */
    public int flags() {
        return flags;
    }

    /** A sentence for people, used where the sender has nothing more exact to say. */
    public String text() {
        return text;
    }

    /** Whether the session may be resumed with its token. */
    public boolean resumable() {
        return (flags & Flags.RESUMABLE) != 0;
    }

    /** Whether a new attempt may succeed. */
    public boolean retry() {
        return (flags & Flags.RETRY) != 0;
    }

    /** The code of that number, or null where the registry has none. */
    public static @Nullable CloseCode of(int number) {
        for (CloseCode code : values()) {
            if (code.number == number) {
                return code;
            }
        }
        return null;
    }
}
