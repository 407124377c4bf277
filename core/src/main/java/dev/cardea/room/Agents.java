package dev.cardea.room;

import java.util.concurrent.CompletionStage;

/**
 * The players' agents: one for each account that has a session, reached by the account alone,
 * wherever the player is. Safe from any thread.
 *
 * <p>A stage completes in the agent's thread: keep what depends on it short, or use the Async
 * forms.
 */
public interface Agents {
    /**
     * Sends {@code notice} to all sessions of {@code account}, reliably.
     *
     * @param notice one of the notices that the server declares
     * @throws IllegalArgumentException if it is not one of them, or cannot be said: a text of it is
     *     too long
     */
    CompletionStage<Sent> send(String account, Object notice);

    /** Whether the player is there. */
    CompletionStage<Presence> presence(String account);

    /** What became of {@link #send}. */
    enum Sent {
        /** A session has it, or gets it when it is back within its time. */
        DELIVERED,

        /** The account has no session. */
        ABSENT,

        /** The agent's mailbox is full; it did not get it. */
        FULL
    }

    /** Whether a player is there. */
    enum Presence {
        /** A session has a connection. */
        ONLINE,

        /** A session lost its connection a moment ago and may be back. */
        AWAY,

        /** No session. */
        ABSENT
    }
}
