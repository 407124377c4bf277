package dev.cardea.net.websocket;

import dev.cardea.wire.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * What a WebSocket port serves besides WebSocket: small pages that a browser needs to begin. Called
 * on any event loop; must not block.
 */
@FunctionalInterface
public interface HttpPages {
    /** None at all. */
    HttpPages NONE = path -> null;

    /**
     * The page at {@code path}, or null.
     *
     * @param path begins with a slash; without query, not decoded
     */
    @Nullable Page at(String path);

    /**
     * One page. Immutable.
     *
     * @param contentType its media type
     * @param body what it is
     */
    record Page(String contentType, Bytes body) {}
}
