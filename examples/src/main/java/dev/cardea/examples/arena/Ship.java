package dev.cardea.examples.arena;

import dev.cardea.wire.Max;
import dev.cardea.wire.Quantize;

/**
 * One ship as everybody sees it. What changes most comes first. Immutable.
 *
 * @param x to the right, in units of the world
 * @param y downwards
 * @param vx units per second, a whole number
 * @param vy likewise
 * @param aim where its gun points, in radians
 * @param hull hits that it still takes; 0 while it is a wreck
 * @param score kills
 * @param name of the player
 * @param bot whether nobody sits in it
 */
public record Ship(
        @Quantize(step = Motion.GRID, min = 0, max = Motion.WIDTH) double x,
        @Quantize(step = Motion.GRID, min = 0, max = Motion.HEIGHT) double y,
        @Quantize(step = 1, min = -500, max = 500) double vx,
        @Quantize(step = 1, min = -500, max = 500) double vy,
        @Quantize(step = 0.05, min = -3.15, max = 3.15) double aim,
        byte hull,
        int score,
        @Max(NAME_BYTES_MAX) String name,
        boolean bot) {
    /** The longest name, in bytes. */
    static final int NAME_BYTES_MAX = 64;

    /** The longest name that fits above a ship, in characters; none takes more than 3 bytes. */
    static final int NAME_CHARS_MAX = 16;

    /** Hits that a new ship takes. */
    static final byte HULL = 5;

    /** A new ship, which is nowhere until it is {@link #launched}. */
    static Ship of(String name, boolean bot) {
        return new Ship(0, 0, 0, 0, 0, HULL, 0, name, bot);
    }

    /** As much of a name as fits, without half a character. */
    static String shortened(String name) {
        if (name.length() <= NAME_CHARS_MAX) {
            return name;
        }
        boolean splits = Character.isHighSurrogate(name.charAt(NAME_CHARS_MAX - 1));
        return name.substring(0, splits ? NAME_CHARS_MAX - 1 : NAME_CHARS_MAX);
    }

    boolean wrecked() {
        return hull == 0;
    }

    Ship moved(double newX, double newY, double newVx, double newVy) {
        return new Ship(newX, newY, newVx, newVy, aim, hull, score, name, bot);
    }

    Ship aimed(double newAim) {
        return new Ship(x, y, vx, vy, newAim, hull, score, name, bot);
    }

    Ship hit() {
        return new Ship(x, y, vx, vy, aim, (byte) (hull - 1), score, name, bot);
    }

    Ship scored() {
        return new Ship(x, y, vx, vy, aim, hull, score + 1, name, bot);
    }

    /** The same ship, whole and at rest somewhere else. */
    Ship launched(double atX, double atY) {
        return new Ship(atX, atY, 0, 0, aim, HULL, score, name, bot);
    }
}
