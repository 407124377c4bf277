package dev.cardea.server.node;

/** A turn that a {@link Watchdog} can judge. Read by its thread while the turn runs in another. */
interface Watched {
    /** Changes with every event. */
    int progress();

    /** What it does now, for a log. */
    String doing();

    /** It was found to take {@code millis} or more for one event. */
    void late(long millis);
}
