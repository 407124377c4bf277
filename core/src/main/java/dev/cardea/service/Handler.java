package dev.cardea.service;

/**
 * Answers requests of one route. Called by many threads at once.
 *
 * @param <Q> what a request carries
 * @param <A> what a reply carries
 */
@FunctionalInterface
public interface Handler<Q, A> {
    /**
     * The answer to {@code ask}.
     *
     * @throws Refusal if the answer is no; the client gets its status and text
     * @throws InterruptedException if the deadline passed or the client cancelled, which a blocking
     *     call does by itself
     * @throws Exception if it failed; the client gets FAILED without a text, the log the exception
     */
    A answer(Caller caller, Q ask) throws Exception;
}
