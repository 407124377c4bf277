package dev.cardea.examples.dice;

import dev.cardea.wire.Max;

/**
 * Somebody at the table, as everybody sees it. Immutable.
 *
 * @param dice that are left; 0 of those who are out, or came when the game had begun
 * @param connected whether it has a connection now
 */
public record Player(@Max(NAME_BYTES_MAX) String name, byte dice, boolean connected) {
    /** The longest name, in bytes. */
    static final int NAME_BYTES_MAX = 64;

    /** The longest name in characters; none takes more than 3 bytes. */
    static final int NAME_CHARS_MAX = 16;

    /** Dice that each begins with. */
    static final int DICE = 5;

    /** Somebody who has just sat down; of a name that is too long, as much as fits. */
    static Player named(String name) {
        if (name.length() <= NAME_CHARS_MAX) {
            return new Player(name, (byte) 0, true);
        }
        boolean splits = Character.isHighSurrogate(name.charAt(NAME_CHARS_MAX - 1));
        int end = splits ? NAME_CHARS_MAX - 1 : NAME_CHARS_MAX;
        return new Player(name.substring(0, end), (byte) 0, true);
    }

    boolean plays() {
        return dice > 0;
    }

    Player withAllDice() {
        return new Player(name, (byte) DICE, connected);
    }

    Player withoutOne() {
        return new Player(name, (byte) Math.max(dice - 1, 0), connected);
    }

    Player connected(boolean now) {
        return new Player(name, dice, now);
    }
}
