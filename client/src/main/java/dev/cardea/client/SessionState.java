package dev.cardea.client;

import java.time.Duration;

/** Where a session stands. */
public sealed interface SessionState {
    /** The first connection is being made. */
    record Connecting() implements SessionState {}

    /**
     * The server can be reached.
     *
     * @param resumed false for the first connection
     */
    record Open(boolean resumed) implements SessionState {}

    /**
     * The connection is lost; the next attempt begins by itself. Inputs and requests wait.
     *
     * @param retryIn until then, zero if it is under way
     * @param why for people
     */
    record Reconnecting(Duration retryIn, String why) implements SessionState {}

    /**
     * It is over and is not tried again.
     *
     * @param code a {@link dev.cardea.wire.CloseCode} number, such as SUPERSEDED, AUTH_FAILED,
     *     BANNED or LOGGED_IN_ELSEWHERE, or a game's own
     * @param text for people
     */
    record Closed(int code, String text) implements SessionState {}
}
