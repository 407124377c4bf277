package dev.cardea.net;

import java.net.URI;
import java.util.Optional;

/**
 * Where a server listens: {@code tcp://host:port}, {@code tls://host:port}, {@code
 * ws://host:port/path} or {@code wss://host:port/path}. Immutable.
 *
 * @param transport how it is spoken to
 * @param host a name or a literal address; IPv6 without brackets
 * @param port 1 to 65535
 * @param path for WebSocket, beginning with a slash; "" otherwise
 */
public record Endpoint(TransportKind transport, String host, int port, String path) {
    /** Where a server of ours takes WebSocket connections, unless the endpoint says otherwise. */
    public static final String WEBSOCKET_PATH = "/cardea";

    private static final int HOST_CHARS_MAX = 255;

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
        TransportKind transport = transport(uri);
        String host = uri.getHost();
        if (host == null) {
            throw new IllegalArgumentException("no host in endpoint " + text);
        }
        if (uri.getRawUserInfo() != null || uri.getRawFragment() != null) {
            throw new IllegalArgumentException("endpoint with user or fragment: " + text);
        }
        int port = uri.getPort() < 0 ? defaultPort(transport) : uri.getPort();
        return new Endpoint(transport, unbracketed(host), port, path(transport, uri));
    }

    /** Reads an endpoint that a peer named; empty if it is none. */
    public static Optional<Endpoint> tryParse(String text) {
        try {
            return Optional.of(parse(text));
        } catch (IllegalArgumentException notOne) {
            return Optional.empty();
        }
    }

    private static TransportKind transport(URI uri) {
        for (TransportKind kind : TransportKind.values()) {
            if (kind.scheme().equalsIgnoreCase(uri.getScheme())) {
                return kind;
            }
        }
        throw new IllegalArgumentException(
                "an endpoint begins with tcp://, tls://, ws:// or wss://: " + uri);
    }

    private static int defaultPort(TransportKind transport) {
        return switch (transport) {
            case WEBSOCKET -> 80;
            case SECURE_WEBSOCKET -> 443;
            case TCP, TLS -> throw new IllegalArgumentException("an endpoint without a port");
        };
    }

    private static String path(TransportKind transport, URI uri) {
        String path =
                uri.getRawPath() == null || uri.getRawPath().equals("/") ? "" : uri.getRawPath();
        if (isWebSocket(transport)) {
            String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
            return (path.isEmpty() ? WEBSOCKET_PATH : path) + query;
        }
        if (!path.isEmpty()) {
            throw new IllegalArgumentException("only WebSocket endpoints have a path: " + uri);
        }
        return "";
    }

    /** Whether records travel in WebSocket messages. */
    public boolean isWebSocket() {
        return isWebSocket(transport);
    }

    private static boolean isWebSocket(TransportKind transport) {
        return transport == TransportKind.WEBSOCKET || transport == TransportKind.SECURE_WEBSOCKET;
    }

    private static String unbracketed(String host) {
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        String shown = host.indexOf(':') < 0 ? host : '[' + host + ']';
        return transport.scheme() + "://" + shown + ':' + port + path;
    }
}
