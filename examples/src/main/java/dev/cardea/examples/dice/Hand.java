package dev.cardea.examples.dice;

import dev.cardea.room.Audience;
import dev.cardea.wire.Max;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The dice under one cup. Who may see them follows from the row alone, so that there is one place
 * to look at when somebody asks whether players can cheat. Immutable.
 *
 * @param owner the number of the member whose they are
 * @param shown whether the cup is lifted
 * @param dice the faces, 1 to 6
 */
public record Hand(long owner, boolean shown, @Max(Player.DICE) List<Byte> dice) {
    /** Copies the dice. */
    public Hand {
        dice = List.copyOf(dice);
    }

    static Hand rolled(long owner, int dice, RandomGenerator random) {
        List<Byte> faces = new ArrayList<>(dice);
        for (int die = 0; die < dice; die++) {
            faces.add((byte) random.nextInt(1, Bid.FACES + 1));
        }
        return new Hand(owner, false, faces);
    }

    /** The rule of hidden information, whole. */
    Audience audience() {
        return shown ? Audience.everyone() : Audience.only(owner);
    }

    Hand lifted() {
        return new Hand(owner, true, dice);
    }

    /** How many of them show {@code face}. */
    int count(int face) {
        return (int) dice.stream().filter(die -> die == face).count();
    }
}
