package dev.cardea.service;

import java.time.Duration;

/** One route of a {@link Service}, for what else there is to say of it. */
public interface Route {
    /** How long a handler may take unless the route or the client says otherwise. */
    Duration DEADLINE_DEFAULT = Duration.ofSeconds(10);

    /** The longest that any request may take. */
    Duration DEADLINE_MAX = Duration.ofSeconds(60);

    /**
     * Its handler may run twice for one request without harm, so a repeated request that is not
     * remembered runs again; otherwise it is answered UNKNOWN_OUTCOME (rule R14).
     */
    Route idempotent();

    /**
     * How long a request may take if the client names no deadline.
     *
     * @param time above 0, at most {@link #DEADLINE_MAX}
     */
    Route deadline(Duration time);
}
