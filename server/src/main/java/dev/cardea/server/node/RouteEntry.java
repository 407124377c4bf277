package dev.cardea.server.node;

import dev.cardea.service.Caller;
import dev.cardea.service.Handler;
import dev.cardea.service.Route;
import dev.cardea.wire.Codec;
import java.time.Duration;
import java.util.concurrent.Semaphore;

/**
 * One route: what it carries, and how it is answered. Set up by one thread before the node starts,
 * immutable afterwards.
 */
final class RouteEntry<Q, A> implements Route {
    private final int number;
    private final String service;
    private final Codec<Q> asks;
    private final Codec<A> answers;
    private final Action<Q, A> action;
    private boolean idempotent;
    private long deadlineNanos = DEADLINE_DEFAULT.toNanos();

    /** How a request is answered. */
    sealed interface Action<Q, A> {
        /** On the event loop, at once. */
        record Inline<Q, A>(Handler<Q, A> handler) implements Action<Q, A> {}

        /** On a virtual thread, while there are places. */
        record Blocking<Q, A>(Handler<Q, A> handler, Semaphore places) implements Action<Q, A> {}

        /** By somebody who answers the call when it pleases. */
        record Later<Q, A>(Beginning<Q, A> beginning) implements Action<Q, A> {}
    }

    /** Begins to answer a call. */
    @FunctionalInterface
    interface Beginning<Q, A> {
        /** Sees to it that {@code call} is answered. Must not block. */
        void begin(Caller caller, Q ask, Call<Q, A> call);
    }

    RouteEntry(int number, String service, Codec<Q> asks, Codec<A> answers, Action<Q, A> action) {
        this.number = number;
        this.service = service;
        this.asks = asks;
        this.answers = answers;
        this.action = action;
    }

    @Override
    public Route idempotent() {
        idempotent = true;
        return this;
    }

    @Override
    public Route deadline(Duration time) {
        if (time.isNegative() || time.isZero() || time.compareTo(DEADLINE_MAX) > 0) {
            throw new IllegalArgumentException("a deadline above 0 and up to " + DEADLINE_MAX);
        }
        deadlineNanos = time.toNanos();
        return this;
    }

    int number() {
        return number;
    }

    String service() {
        return service;
    }

    Codec<Q> asks() {
        return asks;
    }

    Codec<A> answers() {
        return answers;
    }

    Action<Q, A> action() {
        return action;
    }

    boolean isIdempotent() {
        return idempotent;
    }

    /** How long a request may take that asks for {@code millis}, 0 being the route's own. */
    long deadlineNanos(int millis) {
        if (millis == 0) {
            return deadlineNanos;
        }
        long max = DEADLINE_MAX.toMillis();
        return Math.min(max, Integer.toUnsignedLong(millis)) * 1_000_000;
    }

    @Override
    public String toString() {
        return "route " + number + " of service " + service;
    }
}
