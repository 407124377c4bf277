package dev.cardea.examples.dice;

/**
 * What came of a call. Immutable.
 *
 * @param caller who said "liar", by the member's number
 * @param bidder whose bid it was
 * @param there how many dice show the bid's face
 */
public record Showdown(long caller, long bidder, Bid bid, int there) {
    /** Who loses a die: the bidder if there are too few, else the caller. */
    long loser() {
        return there < bid.count() ? bidder : caller;
    }
}
