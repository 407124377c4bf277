package dev.cardea.examples.dice;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is public of a round, and the rules of who may do what. Immutable.
 *
 * @param number from 1 in each game; 0 before the first
 * @param turn the member who has to bid or call; 0 if nobody has
 * @param endsAtMillis when the turn or the reveal is over, in Unix time; 0 in the lobby
 * @param bid the highest so far, {@link Bid#NONE} at first
 * @param bidder whose it is; 0 if nobody's
 * @param last what the call of this round came to, or of the round before it; null at first
 * @param winner of the game that is over; 0 if there is none
 */
public record Round(
        Phase phase,
        int number,
        long turn,
        long endsAtMillis,
        Bid bid,
        long bidder,
        @Nullable Showdown last,
        long winner) {
    /** Before the first game. */
    static final Round LOBBY = new Round(Phase.LOBBY, 0, 0, 0, Bid.NONE, 0, null, 0);

    // ---- what may be done ----

    /** Why nobody may start a game now; empty if somebody may. */
    Optional<String> objectionToStart(int players) {
        if (phase != Phase.LOBBY) {
            return Optional.of("the game has begun already");
        }
        return players < Dice.PLAYERS_MIN
                ? Optional.of("it takes two: tell a friend the code")
                : Optional.empty();
    }

    /**
     * Why {@code who} may not bid that; empty if it may.
     *
     * @param dice on the table
     */
    Optional<String> objectionToBid(long who, Bid next, int dice) {
        Optional<String> early = objectionToTurn(who);
        if (early.isPresent()) {
            return early;
        }
        if (next.face() < 1 || next.face() > Bid.FACES) {
            return Optional.of("a die shows 1 to " + Bid.FACES);
        }
        if (next.count() < 1 || next.count() > dice) {
            return Optional.of("there are " + dice + " dice on the table: bid 1 to " + dice);
        }
        return next.isAbove(bid)
                ? Optional.empty()
                : Optional.of("bid higher: more dice, or as many of a higher face");
    }

    /** Why {@code who} may not call the bid a lie; empty if it may. */
    Optional<String> objectionToCall(long who) {
        Optional<String> early = objectionToTurn(who);
        if (early.isPresent()) {
            return early;
        }
        return bid.equals(Bid.NONE) ? Optional.of("nobody has bid yet") : Optional.empty();
    }

    private Optional<String> objectionToTurn(long who) {
        return switch (phase) {
            case LOBBY -> Optional.of("the game has not begun");
            case REVEAL -> Optional.of("wait for the next roll");
            case BIDDING -> turn == who ? Optional.empty() : Optional.of("it is not your turn");
        };
    }

    // ---- what it becomes ----

    /** A game begins; nothing was dealt yet. */
    Round started() {
        return LOBBY;
    }

    /** New dice are under the cups, and {@code first} begins. */
    Round dealt(long first, long turnEndsAtMillis) {
        return new Round(Phase.BIDDING, number + 1, first, turnEndsAtMillis, Bid.NONE, 0, last, 0);
    }

    /** Whose turn it was has bid; it is the turn of {@code next}. */
    Round bade(Bid higher, long next, long turnEndsAtMillis) {
        return new Round(Phase.BIDDING, number, next, turnEndsAtMillis, higher, turn, last, 0);
    }

    /** Whose turn it was has called; {@code there} dice show the bid's face. */
    Round called(int there, long revealEndsAtMillis) {
        Showdown showdown = new Showdown(turn, bidder, bid, there);
        return new Round(Phase.REVEAL, number, 0, revealEndsAtMillis, bid, bidder, showdown, 0);
    }

    /** The game is over. */
    Round won(long by) {
        return new Round(Phase.LOBBY, number, 0, 0, Bid.NONE, 0, last, by);
    }
}
