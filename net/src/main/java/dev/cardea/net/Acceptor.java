package dev.cardea.net;

/** Takes new connections. Called on the connection's event loop. */
@FunctionalInterface
public interface Acceptor {
    /**
     * The handler of a new connection. It is called as soon as there is a socket: TLS, WebSocket
     * and preamble come later, within the handler's deadline, and its first records after them.
     * What is written before is dropped, and {@link Connection#close} then says what the transport
     * has words for. The handler may close at once: then nothing was spent on the peer.
     */
    ConnectionHandler accept(Connection connection);
}
