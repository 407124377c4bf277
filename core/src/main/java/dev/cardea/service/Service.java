package dev.cardea.service;

import java.util.function.Consumer;

/**
 * A set of routes that answer requests of players. Immutable.
 *
 * <pre>{@code
 * Service.define("lobby", routes ->
 *     routes.on(1024, Ask.class, Answer.class, (caller, ask) -> new Answer(store.find(ask.key()))))
 * }</pre>
 *
 * @param name for logs and figures, 1 to 32 characters
 * @param concurrencyMax requests that may be under way on virtual threads; one more is answered
 *     BUSY
 * @param definition names the routes; called once, when the server starts
 */
public record Service(String name, int concurrencyMax, Consumer<Routes> definition) {
    /** Requests of one service under way at once unless said otherwise. */
    public static final int CONCURRENCY_DEFAULT = 1024;

    public Service {
        if (name.isEmpty() || name.length() > 32) {
            throw new IllegalArgumentException("the name of a service has 1 to 32 characters");
        }
        if (concurrencyMax < 1) {
            throw new IllegalArgumentException("concurrencyMax: 1 or more, not " + concurrencyMax);
        }
    }

    /** A service of that name. */
    public static Service define(String name, Consumer<Routes> definition) {
        return new Service(name, CONCURRENCY_DEFAULT, definition);
    }

    /** The same with at most {@code requests} under way on virtual threads. */
    public Service concurrency(int requests) {
        return new Service(name, requests, definition);
    }
}
