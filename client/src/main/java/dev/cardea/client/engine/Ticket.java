package dev.cardea.client.engine;

import dev.cardea.session.SessionId;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import org.jspecify.annotations.Nullable;

/**
 * What a session is resumed with: its token and the number of the last attempt. They are kept
 * together, since a client that lost its attempt number must sign in anew (docs/PROTOCOL.md).
 * Confined to the session's loop.
 */
final class Ticket {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private int attempt;
    private @Nullable SessionId session;
    private @Nullable Bytes token;
    private long expiresNanos;

    /**
     * The number of the attempt that begins now: one more than any before it in the session, which
     * begins with its token.
     */
    int nextAttempt() {
        attempt = token == null ? 1 : attempt + 1;
        return attempt;
    }

    int attempt() {
        return attempt;
    }

    /** Takes the token of a WELCOME. */
    void welcome(Frame.Welcome welcome, long nowNanos) {
        SessionId known = session;
        if (known != null && !known.equals(welcome.session())) {
            throw new ProtocolViolation("WELCOME names another session than the token's");
        }
        session = welcome.session();
        renew(welcome.token(), welcome.tokenLifetimeSeconds(), nowNanos);
    }

    /** Takes a renewed token. */
    void renew(Bytes token, int lifetimeSeconds, long nowNanos) {
        this.token = token;
        expiresNanos = nowNanos + lifetimeSeconds * NANOS_PER_SECOND;
    }

    /** The token to resume with, or null before the first WELCOME. */
    @Nullable Bytes token() {
        return token;
    }

    /** Whether there is a token and its life is over. */
    boolean expired(long nowNanos) {
        return token != null && nowNanos - expiresNanos >= 0;
    }
}
