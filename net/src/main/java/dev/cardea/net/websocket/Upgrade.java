package dev.cardea.net.websocket;

import dev.cardea.net.Violation;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import java.net.URI;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges the HTTP request that a connection begins with. Stateless. */
final class Upgrade {
    private static final String VERSION = "13";

    /** What is to be done about a request. */
    sealed interface Verdict {
        /** Switch to WebSocket, for the client's {@code key}. */
        record Accepted(String key) implements Verdict {}

        /** A GET or HEAD of something else. */
        record Page(String path, boolean head) implements Verdict {}

        /** No; with what HTTP status, and what to count, if it is a fault. */
        record Refused(int status, String text, @Nullable Violation fault) implements Verdict {}
    }

    private Upgrade() {}

    static Verdict judge(HttpRequest request, Set<String> origins) {
        if (request.decoderResult().isFailure()) {
            return malformed(request.decoderResult().cause());
        }
        String path = path(request.uri());
        boolean upgrade =
                request.headers()
                        .contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
        if (!upgrade) {
            return plain(request.method(), path);
        }
        if (!path.equals(WebSocketLimits.PATH)) {
            return new Verdict.Refused(404, "no such path", Violation.BAD_UPGRADE);
        }
        if (!offersSubprotocol(request.headers())) {
            String text = "WebSocket version 13, subprotocol " + WebSocketLimits.SUBPROTOCOL;
            return new Verdict.Refused(400, text, Violation.BAD_UPGRADE);
        }
        if (!isAllowed(request.headers(), origins)) {
            return new Verdict.Refused(403, "forbidden origin", Violation.FORBIDDEN_ORIGIN);
        }
        String key = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
        if (key == null || !isHandshake(request)) {
            return new Verdict.Refused(400, "a malformed upgrade", Violation.BAD_UPGRADE);
        }
        return new Verdict.Accepted(key);
    }

    private static Verdict malformed(@Nullable Throwable cause) {
        int status =
                switch (cause) {
                    case TooLongHttpLineException _ -> 414;
                    case TooLongHttpHeaderException _ -> 431;
                    case null, default -> 400;
                };
        return new Verdict.Refused(status, "not a request for here", Violation.BAD_HTTP);
    }

    private static Verdict plain(HttpMethod method, String path) {
        if (path.equals(WebSocketLimits.PATH)) {
            return new Verdict.Refused(426, "WebSocket, please", Violation.BAD_UPGRADE);
        }
        boolean head = method.equals(HttpMethod.HEAD);
        if (!head && !method.equals(HttpMethod.GET)) {
            return new Verdict.Refused(405, "only GET and HEAD", Violation.BAD_HTTP);
        }
        return new Verdict.Page(path, head);
    }

    private static String path(String uri) {
        int query = uri.indexOf('?');
        return query < 0 ? uri : uri.substring(0, query);
    }

    /**
     * RFC 6455, section 4.1, as far as it protects from requests that are not meant as upgrades.
     */
    private static boolean isHandshake(HttpRequest request) {
        return request.method().equals(HttpMethod.GET)
                && request.protocolVersion().equals(HttpVersion.HTTP_1_1)
                && request.headers()
                        .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    }

    private static boolean offersSubprotocol(HttpHeaders headers) {
        return headers.contains(HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION, false)
                && headers.containsValue(
                        HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL, WebSocketLimits.SUBPROTOCOL, false);
    }

    private static boolean isAllowed(HttpHeaders headers, Set<String> origins) {
        String origin = headers.get(HttpHeaderNames.ORIGIN);
        return origin == null
                || origins.contains("*")
                || origins.contains(origin)
                || isSameHost(origin, headers.get(HttpHeaderNames.HOST));
    }

    private static boolean isSameHost(String origin, @Nullable String host) {
        try {
            return host != null && host.equalsIgnoreCase(URI.create(origin).getRawAuthority());
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }
}
