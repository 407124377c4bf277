package dev.cardea.examples.arena;

import dev.cardea.examples.arena.Motion.Thrust;
import dev.cardea.room.Cell;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Opening;
import dev.cardea.room.Recovery;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.room.Tick;
import dev.cardea.wire.Id;
import dev.cardea.wire.Quantize;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * A round of space in which ships shoot at each other, twenty times a second. Confined to the room.
 *
 * <p>A player's input is one step of its ship. The page does the same step at once and the room
 * later, with the same result; so a player never waits for the way there and back. Whoever sends
 * more steps than time allows is not faster: its ship has a purse of them, which each tick fills by
 * one.
 */
public final class Arena implements Room<Arena.Input, None> {
    /** Players at most. */
    static final int SEATS = 200;

    /** Those who may look on. */
    static final int SPECTATORS = 100;

    /** Bots at most. */
    static final int BOTS_MAX = 200;

    /** Bots unless said otherwise. */
    public static final int BOTS_DEFAULT = 100;

    /** Shots in flight at most. */
    static final int SHOTS_MAX = 1_000;

    /** Ticks between two shots of a ship. */
    static final int RELOAD_TICKS = 5;

    /** Ticks after which a wreck is whole again, somewhere else. */
    static final int WRECK_TICKS = 50;

    /** Steps that a player may be ahead of time, as when its network hiccups. */
    static final int PURSE = 8;

    /** Ticks without a step after which a ship drifts. */
    private static final int ABSENT_TICKS = 4;

    /** Units from the edge within which no ship begins. */
    private static final int LAUNCH_ROOM = 100;

    /** All that a player may say. */
    public sealed interface Input {
        /**
         * One step of 50 ms.
         *
         * @param x percent of full thrust to the right, -100 to 100
         * @param y likewise downwards
         */
        @Id(1)
        record Step(
                byte x,
                byte y,
                @Quantize(step = 0.01, min = -3.15, max = 3.15) double aim,
                boolean fire)
                implements Input {}
    }

    /** All that the room says. */
    public sealed interface Output {
        /** Which ship is yours. */
        @Id(1)
        record You(long ship) implements Output {}

        /** A ship became a wreck. */
        @Id(2)
        record Wrecked(long ship, long by) implements Output {}
    }

    static final TableType<Ship> SHIPS =
            TableType.of("ships", Ship.class).rowsMax(SEATS + BOTS_MAX);
    static final TableType<Shot> SHOTS = TableType.of("shots", Shot.class).rowsMax(SHOTS_MAX);

    private final Stage<Output, None> stage;
    private final int bots;
    private final Table<Ship> ships;
    private final Table<Shot> shots;
    private final Cell<Long> shotsFired;

    /** Not worth saving: a ship that goes on without it loses or wins a few ticks. */
    private final Map<Long, Pilot> pilots = new HashMap<>();

    private long tick;

    /** How a ship is flown. Confined to the room. */
    private static final class Pilot {
        private int purse = PURSE;
        private long steppedAt;
        private long firedAt;
        private long wreckedAt;
    }

    private Arena(Stage<Output, None> stage, int bots) {
        this.stage = stage;
        this.bots = bots;
        this.ships = stage.table(SHIPS);
        this.shots = stage.table(SHOTS);
        this.shotsFired = stage.cell("shots", 0L);
    }

    /**
     * The type of rooms called "arena".
     *
     * @param bots in each room, 0 to 200
     */
    public static RoomType<Input, Output, None> type(int bots) {
        if (bots < 0 || bots > BOTS_MAX) {
            throw new IllegalArgumentException("bots: 0 to " + BOTS_MAX + ", not " + bots);
        }
        return RoomType.<Input, Output, None>of("arena", stage -> new Arena(stage, bots))
                .inputs(Input.class)
                .outputs(Output.class)
                .tables(SHIPS, SHOTS)
                .tickRate(Motion.RATE)
                .seats(SEATS)
                .spectators(SPECTATORS);
    }

    @Override
    public void onOpen(Opening opening) {
        for (int bot = 1; bot <= bots; bot++) {
            add(-bot, Bots.name(bot), true);
        }
    }

    @Override
    public void onJoin(Member who) {
        add(who.id(), Ship.shortened(who.name()), false);
        stage.send(who, new Output.You(who.id()));
    }

    @Override
    public void onResume(Member who, Recovery how) {
        if (how == Recovery.FRESH) {
            stage.send(who, new Output.You(who.id()));
        }
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {
        ships.remove(who.id());
        pilots.remove(who.id());
        shots.forEach(
                (number, shot) -> {
                    if (shot.by() == who.id()) {
                        shots.remove(number);
                    }
                });
    }

    private void add(long key, String name, boolean bot) {
        ships.put(key, launched(Ship.of(name, bot)));
        pilots.put(key, new Pilot());
    }

    /** Somewhere where nothing stands. */
    private Ship launched(Ship ship) {
        RandomGenerator random = stage.random();
        while (true) {
            double x = random.nextInt(LAUNCH_ROOM, Motion.WIDTH - LAUNCH_ROOM);
            double y = random.nextInt(LAUNCH_ROOM, Motion.HEIGHT - LAUNCH_ROOM);
            if (!Pillar.anyHolds(x, y, 2 * Motion.RADIUS)) {
                return ship.launched(x, y);
            }
        }
    }

    // ---- flying ----

    @Override
    public void onInput(Member from, Input input) {
        switch (input) {
            case Input.Step step -> {
                Pilot pilot = pilot(from.id());
                if (pilot.purse > 0) {
                    pilot.purse--;
                    pilot.steppedAt = tick;
                    ships.get(from.id()).ifPresent(ship -> step(from.id(), ship, step));
                }
            }
        }
    }

    private Pilot pilot(long key) {
        return pilots.computeIfAbsent(key, unknown -> new Pilot());
    }

    private void step(long key, Ship ship, Input.Step step) {
        if (ship.wrecked()) {
            return;
        }
        Ship moved = Motion.step(ship, new Thrust(step.x(), step.y())).aimed(step.aim());
        ships.put(key, moved);
        Pilot pilot = pilot(key);
        boolean loaded = tick - pilot.firedAt >= RELOAD_TICKS;
        if (step.fire() && loaded && shots.rows() < SHOTS_MAX) {
            pilot.firedAt = tick;
            long number = shotsFired.get() + 1;
            shotsFired.set(number);
            shots.put(number, Shot.from(moved, key, tick));
        }
    }

    // ---- time ----

    @Override
    public void onTick(Tick now) {
        tick = now.number();
        shots.forEach(this::tickShot);
        ships.forEach(this::tickShip);
    }

    private void tickShot(long number, Shot shot) {
        Strike strike = new Strike(shot, tick);
        ships.forEach(strike);
        strike.ship().ifPresent(ship -> hit(strike.key(), ship.hit(), shot.by()));
        if (strike.ship().isPresent() || shot.isOver(tick)) {
            shots.remove(number);
        }
    }

    private void hit(long key, Ship ship, long by) {
        ships.put(key, ship);
        if (ship.wrecked()) {
            pilot(key).wreckedAt = tick;
            ships.update(by, Ship::scored);
            stage.broadcast(new Output.Wrecked(key, by));
        }
    }

    private void tickShip(long key, Ship ship) {
        Pilot pilot = pilot(key);
        pilot.purse = Math.min(pilot.purse + 1, PURSE);
        if (ship.wrecked()) {
            if (tick - pilot.wreckedAt >= WRECK_TICKS) {
                ships.put(key, launched(ship));
            }
        } else if (ship.bot()) {
            step(key, ship, Bots.decide(key, ship, ships, tick));
        } else if (tick - pilot.steppedAt > ABSENT_TICKS) {
            ships.put(key, Motion.step(ship, Thrust.NONE));
        }
    }
}
