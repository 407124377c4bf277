package dev.cardea.net;

/** How a connection's bytes travel. */
public enum TransportKind {
    TCP("tcp"),
    TLS("tls"),
    WEBSOCKET("ws"),
    SECURE_WEBSOCKET("wss");

    private final String scheme;

    TransportKind(String scheme) {
        this.scheme = scheme;
    }

    /** The scheme of its addresses: {@code tcp}, {@code tls}, {@code ws} or {@code wss}. */
    public String scheme() {
        return scheme;
    }

    /** Whether its bytes are encrypted. */
    public boolean secure() {
        return this == TLS || this == SECURE_WEBSOCKET;
    }
}
