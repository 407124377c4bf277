package dev.cardea.examples.arena;

/**
 * How ships move. Stateless and pure: the page has the same steps in motion.js, so that it can show
 * at once what the room is going to say. Both compute in doubles, with the operations that IEEE 754
 * defines to the bit, and round to the grid that the wire has.
 */
final class Motion {
    /** The world, in units. */
    static final int WIDTH = 3200;

    /** The world, in units. */
    static final int HEIGHT = 2000;

    /** Positions are multiples of it. */
    static final double GRID = 0.25;

    /** Steps per second: the room's ticks. */
    static final int RATE = 20;

    /** A ship's size. */
    static final double RADIUS = 18;

    /** Full speed, in units per second. */
    private static final double SPEED = 340;

    /** The part of its speed that a ship keeps from step to step. */
    private static final double KEPT = 0.82;

    /** Full thrust, in percent. */
    static final double FULL = 100;

    /** What the player holds: percent of full thrust to the right and downwards. */
    record Thrust(int x, int y) {
        static final Thrust NONE = new Thrust(0, 0);
    }

    private Motion() {}

    /** {@code ship} one step later. A wreck does not move. */
    static Ship step(Ship ship, Thrust thrust) {
        if (ship.wrecked()) {
            return ship;
        }
        double squared = (double) thrust.x * thrust.x + (double) thrust.y * thrust.y;
        double length = Math.max(Math.sqrt(squared), FULL);
        double vx = speed(ship.vx(), thrust.x / length);
        double vy = speed(ship.vy(), thrust.y / length);
        return within(ship, onGrid(ship.x() + vx / RATE), onGrid(ship.y() + vy / RATE), vx, vy);
    }

    /** Out of pillars first, for these are nowhere near the edge. */
    private static Ship within(Ship ship, double toX, double toY, double vx, double vy) {
        double x = toX;
        double y = toY;
        for (Pillar pillar : Pillar.ALL) {
            double dx = x - pillar.x();
            double dy = y - pillar.y();
            double apart = Math.sqrt(dx * dx + dy * dy);
            double least = pillar.radius() + RADIUS;
            if (apart < least && apart > 0) {
                x = onGrid(pillar.x() + dx / apart * least);
                y = onGrid(pillar.y() + dy / apart * least);
            }
        }
        double inX = Math.min(Math.max(x, RADIUS), WIDTH - RADIUS);
        double inY = Math.min(Math.max(y, RADIUS), HEIGHT - RADIUS);
        return ship.moved(inX, inY, inX == x ? vx : 0, inY == y ? vy : 0);
    }

    /** Cut to a whole number, so that a ship without thrust comes to rest. */
    private static double speed(double before, double thrust) {
        return (int) (before * KEPT + thrust * SPEED * (1 - KEPT));
    }

    private static double onGrid(double place) {
        return Math.floor(place / GRID + 0.5) * GRID;
    }
}
