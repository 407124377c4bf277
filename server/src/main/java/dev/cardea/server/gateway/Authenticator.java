package dev.cardea.server.gateway;

import dev.cardea.session.Identity;
import dev.cardea.wire.Bytes;

/**
 * Judges credentials of one scheme. Safe from any thread. Development names and JSON Web Tokens are
 * here; accounts with passwords are another implementation.
 */
public interface Authenticator {
    /** The scheme in HELLO's credential, such as {@code jwt}; at most 16 bytes. */
    String scheme();

    /**
     * Whether {@link #judge} may block or takes more than some microseconds. It then runs on a
     * thread of its own, of which there are a bounded number at once.
     */
    boolean blocking();

    /** Judges a proof, of at most 4 KiB. Must not throw for what a peer sent. */
    Verdict judge(Bytes proof);

    /** The answer. */
    sealed interface Verdict {
        /** It is this player. */
        record Accepted(Identity who) implements Verdict {}

        /**
         * It is nobody.
         *
         * @param why what the client is told: nothing that helps to guess
         */
        record Refused(String why) implements Verdict {}

        /** It cannot be told now. */
        record Unavailable(int retryAfterMillis) implements Verdict {}
    }
}
