package dev.cardea.examples.arena;

import java.util.List;

/**
 * What stands in the way of ships and shots. Immutable. The page has the same list.
 *
 * @param x of its middle
 * @param y of its middle
 */
record Pillar(double x, double y, double radius) {
    /** All of them. */
    static final List<Pillar> ALL =
            List.of(
                    new Pillar(520, 420, 90),
                    new Pillar(1080, 300, 60),
                    new Pillar(1600, 560, 110),
                    new Pillar(2180, 330, 75),
                    new Pillar(2740, 520, 95),
                    new Pillar(360, 1120, 70),
                    new Pillar(930, 1010, 120),
                    new Pillar(1600, 1200, 80),
                    new Pillar(2290, 1000, 125),
                    new Pillar(2860, 1180, 70),
                    new Pillar(620, 1650, 100),
                    new Pillar(1240, 1680, 65),
                    new Pillar(1930, 1640, 95),
                    new Pillar(2600, 1640, 105));

    /** Whether one of them holds the place, or is nearer to it than {@code around}. */
    static boolean anyHolds(double x, double y, double around) {
        for (Pillar pillar : ALL) {
            if (pillar.holds(x, y, around)) {
                return true;
            }
        }
        return false;
    }

    /** Whether it holds the place, or is nearer to it than {@code around}. */
    boolean holds(double atX, double atY, double around) {
        double dx = atX - x;
        double dy = atY - y;
        double least = radius + around;
        return dx * dx + dy * dy < least * least;
    }
}
