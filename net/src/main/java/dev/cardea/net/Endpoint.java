package dev.cardea.net;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * Where a server listens: {@code tcp://host:port}, {@code tls://host:port}, {@code
 * ws://host:port/path} or {@code wss://host:port/path}. Immutable.
 *
 * @param scheme how it is spoken to
 * @param host a name or a literal address; IPv6 without brackets
 * @param port 1 to 65535
 * @param path for WebSocket, beginning with a slash; "" otherwise
 */
public record Endpoint(Scheme scheme, String host, int port, String path) {
    /** Where a server of ours takes WebSocket connections, unless the endpoint says otherwise. */
    public static final String WEBSOCKET_PATH = "/cardea";

    private static final int HOST_CHARS_MAX = 255;

    /** How a server is spoken to. */
    public enum Scheme {
        TCP(false, false, 7777),
        TLS(false, true, 7778),
        WS(true, false, 80),
        WSS(true, true, 443);

        private final boolean webSocket;
        private final boolean secure;
        private final int defaultPort;

        Scheme(boolean webSocket, boolean secure, int defaultPort) {
            this.webSocket = webSocket;
            this.secure = secure;
            this.defaultPort = defaultPort;
        }

        /** Whether records travel in WebSocket messages. */
        public boolean webSocket() {
            return webSocket;
        }

        /** Whether TLS lies below. */
        public boolean secure() {
            return secure;
        }
    }

    public Endpoint {
        if (host.isEmpty() || host.length() > HOST_CHARS_MAX || port < 1 || port > 65535) {
            throw new IllegalArgumentException("no host and port: " + host + ":" + port);
        }
    }

    /**
     * Reads an endpoint.
     *
     * @throws IllegalArgumentException if {@code text} is none; the message says what is wrong
     */
    public static Endpoint parse(String text) {
        URI uri = URI.create(text);
        Scheme scheme = scheme(uri);
        String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException("no host in endpoint " + text);
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("endpoint with user or fragment: " + text);
        }
        int port = uri.getPort() < 0 ? scheme.defaultPort : uri.getPort();
        return new Endpoint(scheme, unbracketed(host), port, path(scheme, uri));
    }

    /** Reads an endpoint that a peer named; empty if it is none. */
    public static Optional<Endpoint> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    private static Scheme scheme(URI uri) {
        String name = uri.getScheme() == null ? "" : uri.getScheme().toUpperCase(Locale.ROOT);
        return switch (name) {
            case "TCP" -> Scheme.TCP;
            case "TLS" -> Scheme.TLS;
            case "WS" -> Scheme.WS;
            case "WSS" -> Scheme.WSS;
            default ->
                    throw new IllegalArgumentException(
                            "an endpoint begins with tcp://, tls://, ws:// or wss://: " + uri);
        };
    }

    private static String path(Scheme scheme, URI uri) {
        String path = uri.getRawPath() == null ? "" : uri.getRawPath();
        if (scheme.webSocket()) {
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return (path.isEmpty() || path.equals("/") ? WEBSOCKET_PATH : path) + query;
        }
        if (!path.isEmpty() && !path.equals("/")) {
            throw new IllegalArgumentException("only WebSocket endpoints have a path: " + uri);
        }
        return "";
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        String shown = host.indexOf(':') < 0 ? host : '[' + host + ']';
        return scheme.name().toLowerCase(Locale.ROOT) + "://" + shown + ':' + port + path;
    }
}
