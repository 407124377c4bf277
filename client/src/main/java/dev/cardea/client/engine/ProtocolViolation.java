package dev.cardea.client.engine;

import dev.cardea.wire.CloseCode;

/**
 * The server said what the protocol does not allow. Stackless, since it is the peer's fault; the
 * text tells a person what was said and what was expected.
 */
final class ProtocolViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final CloseCode code;

    ProtocolViolation(String what) {
        this(CloseCode.PROTOCOL_ERROR, what);
    }

    ProtocolViolation(CloseCode code, String what) {
        super(what, null, false, false);
        this.code = code;
    }

    /** What the server is told. */
    CloseCode code() {
        return code;
    }
}
