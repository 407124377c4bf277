package dev.cardea.client.engine;

/** What became of an input that was offered to a membership. */
public sealed interface Offer {
    /** See {@link Full}. */
    Offer FULL = new Full();

    /** See {@link Closed}. */
    Offer CLOSED = new Closed();

    /**
     * It will be applied once and in order, if the membership lives.
     *
     * @param n its number: the first of the membership has 1, each further one the next
     */
    record Accepted(long n) implements Offer {}

    /** Too much waits to be applied; try again after some was. */
    record Full() implements Offer {}

    /** There is no membership (any more). */
    record Closed() implements Offer {}
}
