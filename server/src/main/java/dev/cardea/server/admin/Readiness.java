package dev.cardea.server.admin;

/** Whether a load balancer should send new players here. */
public sealed interface Readiness {

    /** It should. */
    record Ready() implements Readiness {}

    /**
     * It should not.
     *
     * @param reason in a few words, such as {@code draining}
     */
    record NotReady(String reason) implements Readiness {}
}
