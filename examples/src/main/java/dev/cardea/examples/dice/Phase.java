package dev.cardea.examples.dice;

/** Where a game is. */
public enum Phase {
    /** Nobody plays: before the first game, or after one. */
    LOBBY,

    /** The cups are down, and one after the other bids or calls. */
    BIDDING,

    /** Somebody has called, and all look at all dice. */
    REVEAL
}
