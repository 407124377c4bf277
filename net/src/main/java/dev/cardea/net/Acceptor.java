package dev.cardea.net;

/** Takes new connections. Called on the connection's event loop. */
@FunctionalInterface
public interface Acceptor {
    /** The handler of a connection that is ready for records. */
    ConnectionHandler accept(Connection connection);
}
