package dev.cardea.client.engine;

/**
 * The server said what the protocol does not allow. Stackless, since it is the peer's fault; the
 * text tells a person what was said and what was expected.
 */
final class ProtocolViolation extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProtocolViolation(String what) {
        super(what, null, false, false);
    }
}
