package dev.cardea.net;

/** Opens connections to servers. Confined to one loop, on which its handlers are told. */
@FunctionalInterface
public interface Dialer {
    /**
     * Begins to connect to {@code endpoint}. The handler is told once, never from within this call.
     *
     * @return how to give up; nothing is told afterwards
     */
    Dial dial(Endpoint endpoint, DialHandler handler);

    /** An attempt under way. */
    interface Dial {
        /** Gives up; what has been opened meanwhile is closed. Does nothing once told. */
        void cancel();
    }

    /** What comes of an attempt; exactly one of the two, on the dialer's loop. */
    interface DialHandler {
        /**
         * The way is open: for TLS and WebSocket after their handshakes.
         *
         * @return who is told what the connection hears, from now on
         */
        ConnectionHandler onOpen(Connection connection);

        /** There is no way; {@code why} is for people. */
        void onFailed(String why);
    }
}
