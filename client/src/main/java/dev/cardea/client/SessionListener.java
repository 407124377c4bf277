package dev.cardea.client;

/** Who is told how a session fares. Called on the session's loop; must not block. */
public interface SessionListener {
    /** For games that do not ask. */
    SessionListener NONE = new SessionListener() {};

    /** The state changed. After {@link SessionState.Closed} nothing follows. */
    default void onState(SessionState state) {}

    /**
     * The server reports something that leaves the session alive.
     *
     * @param code as in docs/PROTOCOL.md, "ERROR"
     * @param text for people
     */
    default void onFault(int code, String text) {}
}
