package dev.cardea.examples.arena;

import dev.cardea.wire.Quantize;

/**
 * A shot from its beginning. Its flight is straight, so it is told once when it begins and once
 * when it ends, and not in between. Immutable.
 *
 * @param angle in radians
 * @param tick at which it was at (x, y)
 * @param by whose it is
 */
public record Shot(
        @Quantize(step = Motion.GRID, min = 0, max = Motion.WIDTH) double x,
        @Quantize(step = Motion.GRID, min = 0, max = Motion.HEIGHT) double y,
        @Quantize(step = 0.005, min = -3.15, max = 3.15) double angle,
        long tick,
        long by) {
    /** How far it flies in a tick. */
    static final double STEP = 48;

    /** Ticks that it flies at most. */
    static final int TICKS = 17;

    /** One that leaves the gun of {@code ship} at {@code tick}. */
    static Shot from(Ship ship, long key, long tick) {
        double x = ship.x() + StrictMath.cos(ship.aim()) * Motion.RADIUS;
        double y = ship.y() + StrictMath.sin(ship.aim()) * Motion.RADIUS;
        return new Shot(x, y, ship.aim(), tick, key);
    }

    double xAt(long at) {
        return x + StrictMath.cos(angle) * STEP * (at - tick);
    }

    double yAt(long at) {
        return y + StrictMath.sin(angle) * STEP * (at - tick);
    }

    /** Whether it has flown its time, or into something that stands, at that tick. */
    boolean isOver(long at) {
        double nowX = xAt(at);
        double nowY = yAt(at);
        boolean inX = nowX >= 0 && nowX <= Motion.WIDTH;
        boolean inY = nowY >= 0 && nowY <= Motion.HEIGHT;
        return !inX || !inY || at - tick >= TICKS || Pillar.anyHolds(nowX, nowY, 0);
    }
}
