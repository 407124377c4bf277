package dev.cardea.net;

import dev.cardea.wire.CloseCode;

/** A peer's fault that a transport finds before any frame is read, and what it answers. */
public enum Violation {
    BAD_PREAMBLE(CloseCode.PROTOCOL_ERROR, "not the preamble of Cardea's TCP protocol"),
    UNKNOWN_VERSION(CloseCode.VERSION_UNSUPPORTED, "this server speaks version 1"),
    HTTP_ON_TCP(CloseCode.PROTOCOL_ERROR, "an HTTP request on a port for native clients"),
    RECORD_TOO_LARGE(CloseCode.FRAME_TOO_LARGE, "a record longer than the bound"),
    EMPTY_RECORD(CloseCode.PROTOCOL_ERROR, "a record of no bytes"),
    TLS_FAILED(CloseCode.PROTOCOL_ERROR, "the TLS handshake failed"),
    BAD_HTTP(CloseCode.PROTOCOL_ERROR, "a malformed or oversized HTTP request"),
    FORBIDDEN_ORIGIN(CloseCode.PROTOCOL_ERROR, "a page of another origin"),
    BAD_UPGRADE(CloseCode.PROTOCOL_ERROR, "a WebSocket request without our subprotocol"),
    TEXT_MESSAGE(CloseCode.PROTOCOL_ERROR, "a WebSocket text message"),
    TORN_MESSAGE(CloseCode.PROTOCOL_ERROR, "a WebSocket message that ends within a record"),
    BAD_WEBSOCKET(CloseCode.PROTOCOL_ERROR, "bytes that are no WebSocket frame");

    private final CloseCode code;
    private final String text;

    Violation(CloseCode code, String text) {
        this.code = code;
        this.text = text;
    }

    /** The code that the peer is told, where there is a way to. */
    public CloseCode code() {
        return code;
    }

    /** What happened, for people. */
    public String text() {
        return text;
    }
}
