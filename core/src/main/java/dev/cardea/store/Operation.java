package dev.cardea.store;

import java.util.ArrayList;
import java.util.List;

/**
 * Moves that happen all together and once, or not at all. Immutable.
 *
 * <pre>{@code
 * Operation.credit("ann", "gold", 100).because("prize")
 * Operation.transfer("ann", "bob", "gold", 40).and(Operation.transfer("bob", "ann", "sword", 1))
 * }</pre>
 *
 * @param moves 1 to {@link #MOVES_MAX}, in their order
 * @param reason for the ledger and those who read it, at most {@link #REASON_MAX} characters
 */
public record Operation(List<Move> moves, String reason) {
    /** Moves of one operation. */
    public static final int MOVES_MAX = 64;

    /** Characters of a reason. */
    public static final int REASON_MAX = 128;

    /** The house that {@link #credit} takes from and {@link #debit} gives to. */
    public static final Holder.House HOUSE = new Holder.House("house");

    public Operation {
        moves = List.copyOf(moves);
        if (moves.isEmpty() || moves.size() > MOVES_MAX) {
            throw new IllegalArgumentException("an operation has 1 to " + MOVES_MAX + " moves");
        }
        if (reason.length() > REASON_MAX) {
            throw new IllegalArgumentException(
                    "a reason has at most " + REASON_MAX + " characters");
        }
    }

    /** The game gives {@code amount} of {@code unit} to a player. */
    public static Operation credit(String account, String unit, long amount) {
        return of(HOUSE, new Holder.Player(account), unit, amount);
    }

    /** The game takes {@code amount} of {@code unit} from a player, who must have it. */
    public static Operation debit(String account, String unit, long amount) {
        return of(new Holder.Player(account), HOUSE, unit, amount);
    }

    /** One player gives another {@code amount} of {@code unit}, and must have it. */
    public static Operation transfer(String from, String to, String unit, long amount) {
        return of(new Holder.Player(from), new Holder.Player(to), unit, amount);
    }

    /** From anyone to anyone. */
    public static Operation of(Holder from, Holder to, String unit, long amount) {
        return new Operation(List.of(new Move(from, to, unit, amount)), "");
    }

    /** These moves, then those of {@code more}, all or none. */
    public Operation and(Operation more) {
        List<Move> all = new ArrayList<>(moves);
        all.addAll(more.moves);
        return new Operation(all, reason);
    }

    /** The same for that reason. */
    public Operation because(String why) {
        return new Operation(moves, why);
    }
}
