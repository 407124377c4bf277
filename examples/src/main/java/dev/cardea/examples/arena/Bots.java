package dev.cardea.examples.arena;

import dev.cardea.examples.arena.Arena.Input.Step;
import dev.cardea.room.Table;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What ships do that nobody sits in. Stateless: a bot decides anew at each tick from what everybody
 * sees, so there is nothing of it to save.
 *
 * <p>It circles around the nearest ship that it sees and shoots at it, not too well; without one it
 * wanders. Where it would fly into something it turns away. Whatever looks like a whim is a
 * function of its key and the time, so that the same room played again is the same.
 */
final class Bots {
    private static final List<String> NAMES =
            List.of(
                    "Vega", "Rigel", "Altair", "Deneb", "Mira", "Sirius", "Castor", "Atlas",
                    "Electra", "Maia", "Lyra", "Orion", "Polaris", "Spica", "Antares", "Capella");

    /** How far a bot sees, shoots, and would like to stay away, in units. */
    private static final double SEES_WITHIN = 560;

    private static final double SHOOTS_WITHIN = 420;
    private static final double KEEPS_AWAY = 190;

    /** How far it looks ahead for what is in its way, and how much room it wants beside it. */
    private static final double LOOKS_AHEAD = 110;

    private static final double EDGE_ROOM = 60;
    private static final double PILLAR_ROOM = 24;

    /** Angles: past a pillar, around its prey, and beside what it aims at. */
    private static final double EVADES_BY = 1.3;

    private static final double CIRCLES_BY = 1.2;
    private static final double MISSES_BY = 0.22;

    /** Parts of full thrust. */
    private static final double THRUST_WANDERING = 0.7;

    private static final double THRUST_FIGHTING = 0.85;

    /** It has another whim after so many ticks, and shoots once in so many. */
    private static final int WHIM_TICKS = 45;

    private static final int SHOT_TICKS = 18;

    /** Bots do not all shoot in the same tick. */
    private static final int SHOT_STAGGER = 7;

    private Bots() {}

    static String name(int bot) {
        String name = NAMES.get(bot % NAMES.size());
        int round = bot / NAMES.size();
        return round == 0 ? name : name + ' ' + (round + 1);
    }

    /** The nearest other ship, of those that it is shown. Confined to one decision. */
    private static final class Nearest implements Table.Visitor<Ship> {
        private final long self;
        private final Ship ship;
        private double squared = SEES_WITHIN * SEES_WITHIN;
        private @Nullable Ship found;

        Nearest(long self, Ship ship) {
            this.self = self;
            this.ship = ship;
        }

        @Override
        public void visit(long key, Ship other) {
            double dx = other.x() - ship.x();
            double dy = other.y() - ship.y();
            if (key != self && !other.wrecked() && dx * dx + dy * dy < squared) {
                squared = dx * dx + dy * dy;
                found = other;
            }
        }
    }

    /** What the bot {@code key} does in this tick. */
    static Step decide(long key, Ship ship, Table<Ship> ships, long tick) {
        Nearest nearest = new Nearest(key, ship);
        ships.forEach(nearest);
        return Optional.ofNullable(nearest.found)
                .map(prey -> fight(key, ship, prey, tick))
                .orElseGet(() -> wander(key, ship, tick));
    }

    private static Step wander(long key, Ship ship, long tick) {
        double whim = (unit(key, tick / WHIM_TICKS) * 2 - 1) * Math.PI;
        return step(evading(ship, whim), THRUST_WANDERING, whim, false);
    }

    private static Step fight(long key, Ship ship, Ship prey, long tick) {
        double dx = prey.x() - ship.x();
        double dy = prey.y() - ship.y();
        double distance = Math.sqrt(dx * dx + dy * dy);
        double towards = StrictMath.atan2(dy, dx);
        double side = unit(key, tick / WHIM_TICKS) < 0.5 ? CIRCLES_BY : -CIRCLES_BY;
        double way = towards + side * Math.min(KEEPS_AWAY / Math.max(distance, 1), 1);
        double aim = towards + (unit(key, tick / SHOT_TICKS) * 2 - 1) * MISSES_BY;
        boolean itsTurn = Math.floorMod(tick + key * SHOT_STAGGER, SHOT_TICKS) == 0;
        return step(evading(ship, way), THRUST_FIGHTING, aim, itsTurn && distance < SHOOTS_WITHIN);
    }

    private static Step step(double way, double thrust, double aim, boolean fire) {
        double percent = thrust * Motion.FULL;
        return new Step(
                (byte) (StrictMath.cos(way) * percent),
                (byte) (StrictMath.sin(way) * percent),
                StrictMath.IEEEremainder(aim, 2 * Math.PI),
                fire);
    }

    /** {@code way}, or one past a pillar or the edge that it leads into. */
    private static double evading(Ship ship, double way) {
        double x = ship.x() + StrictMath.cos(way) * LOOKS_AHEAD;
        double y = ship.y() + StrictMath.sin(way) * LOOKS_AHEAD;
        boolean inX = x > EDGE_ROOM && x < Motion.WIDTH - EDGE_ROOM;
        boolean inY = y > EDGE_ROOM && y < Motion.HEIGHT - EDGE_ROOM;
        if (!inX || !inY) {
            return StrictMath.atan2(Motion.HEIGHT / 2.0 - ship.y(), Motion.WIDTH / 2.0 - ship.x());
        }
        return Pillar.anyHolds(x, y, PILLAR_ROOM) ? way + EVADES_BY : way;
    }

    /** From 0 to below 1: looks random, and is the same for the same bot and time. */
    private static double unit(long key, long time) {
        long mixed = (key * 0x9E3779B97F4A7C15L) ^ (time * 0xC2B2AE3D27D4EB4FL);
        mixed = (mixed ^ (mixed >>> 32)) * 0xD6E8FEB86659FD93L;
        mixed ^= mixed >>> 32;
        return (mixed >>> 11) * 0x1.0p-53; // the 53 bits that a double holds
    }
}
