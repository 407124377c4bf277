package dev.cardea.room;

/**
 * One step of a room's time. Immutable.
 *
 * @param number from 1, without a gap
 * @param rate ticks per second
 */
public record Tick(long number, int rate) {
    /** How much of the room's time a tick is. */
    public double seconds() {
        return 1.0 / rate;
    }
}
