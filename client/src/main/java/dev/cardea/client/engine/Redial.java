package dev.cardea.client.engine;

import dev.cardea.net.Connection;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.Dialer;
import dev.cardea.net.Loop;
import org.jspecify.annotations.Nullable;

/**
 * Finds the next connection: at most one wait or one attempt is under way. Confined to the
 * session's loop.
 */
final class Redial {
    private final Loop loop;
    private final Dialer dialer;
    private final Endpoints endpoints;
    private final Backoff backoff;
    private final Listener listener;
    private Dialer.@Nullable Dial dial;
    private Loop.@Nullable Timer timer;

    Redial(ClientSession.Parts parts, Listener listener) {
        this.loop = parts.loop();
        this.dialer = parts.dialer();
        this.endpoints = parts.endpoints();
        this.backoff = parts.backoff();
        this.listener = listener;
    }

    /** Who is told what came of it. */
    interface Listener {
        ConnectionHandler onDialed(Connection connection);

        void onDialFailed(String why);
    }

    /** Tries the current endpoint now, unless an attempt is under way. */
    void now() {
        stopWaiting();
        if (dial == null) {
            dial = dialer.dial(endpoints.current(), new Outcome());
        }
    }

    /**
     * Tries again after a wait, unless a wait or an attempt is under way.
     *
     * @param retryAfterMillis what the server asked for, 0 if nothing
     * @return the wait in milliseconds, 0 where one is under way
     */
    long later(int retryAfterMillis) {
        if (timer != null || dial != null) {
            return 0;
        }
        long nanos = backoff.nextNanos(retryAfterMillis);
        timer = loop.after(nanos, this::now);
        return nanos / 1_000_000;
    }

    /** Ends what is under way. */
    void stop() {
        stopWaiting();
        if (dial != null) {
            dial.cancel();
            dial = null;
        }
    }

    private void stopWaiting() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private final class Outcome implements Dialer.DialHandler {
        @Override
        public ConnectionHandler onOpen(Connection connection) {
            dial = null;
            return listener.onDialed(connection);
        }

        @Override
        public void onFailed(String why) {
            dial = null;
            String where = endpoints.current().toString();
            endpoints.advance();
            listener.onDialFailed(where + ": " + why);
        }
    }
}
