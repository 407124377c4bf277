package dev.cardea.net.websocket;

import java.util.Set;

/**
 * What a WebSocket listener takes. Immutable.
 *
 * @param frameBytesMax bound on frames until {@link dev.cardea.net.Connection#limitFrames}
 * @param origins other origins whose pages may connect, such as {@code https://game.example};
 *     {@code *} lets in all. Pages of the server's own host, and clients that are no browsers and
 *     name no origin, may always
 */
public record WebSocketLimits(int frameBytesMax, Set<String> origins) {
    /** Bytes of a request line, and of its headers together. */
    static final int REQUEST_LINE_BYTES_MAX = 2048;

    static final int HEADER_BYTES_MAX = 8192;

    /** Where connections are upgraded, and to what. */
    static final String PATH = "/cardea";

    static final String SUBPROTOCOL = "cardea.1";

    public WebSocketLimits {
        origins = Set.copyOf(origins);
    }
}
