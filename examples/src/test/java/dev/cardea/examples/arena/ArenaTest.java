package dev.cardea.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cardea.examples.arena.Arena.Input.Step;
import dev.cardea.examples.arena.Arena.Output;
import dev.cardea.room.Recovery;
import dev.cardea.wire.MalformedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArenaTest {
    private static final int ANN = 1;
    private static final int BEN = 2;
    private static final Step FIRE = new Step((byte) 0, (byte) 0, 0, true);
    private static final Step RIGHT = new Step((byte) 100, (byte) 0, 0, false);

    /** Units that a ship flies in a step, at most. */
    private static final double STEP_MAX = 17;

    private final Round round = Round.of(0, 1);

    /** Ann looks at Ben, a hundred units away from her, with nothing between them. */
    private void duel() {
        round.join(ANN, "ann");
        round.join(BEN, "ben");
        round.place(ANN, 200, 200);
        round.place(BEN, 300, 200);
        round.ticks(Arena.RELOAD_TICKS);
        round.said();
    }

    private void shootOnce() {
        round.step(ANN, FIRE);
        round.ticks(Arena.RELOAD_TICKS);
    }

    @Test
    void tellsEachWhichShipIsItsOwn() {
        round.join(ANN, "ann");
        round.join(BEN, "ben");
        assertThat(round.said()).containsExactly(new Output.You(ANN), new Output.You(BEN));
        round.resume(ANN, Recovery.FRESH);
        assertThat(round.said()).containsExactly(new Output.You(ANN));
        round.resume(ANN, Recovery.RECOVERED);
        assertThat(round.said()).as("it has missed nothing").isEmpty();
    }

    @Test
    void cutsANameThatIsTooLongForTheTable() {
        round.join(ANN, "\u00fc".repeat(60));
        assertThat(round.ship(ANN).name()).isEqualTo("\u00fc".repeat(Ship.NAME_CHARS_MAX));
        round.join(BEN, "x" + "\ud83d\ude80".repeat(20));
        assertThat(round.ship(BEN).name()).isEqualTo("x" + "\ud83d\ude80".repeat(7));
    }

    @Test
    void aShotDamagesWhomItHitsAndIsGone() {
        duel();
        round.step(ANN, FIRE);
        assertThat(round.shots().values()).singleElement().matches(shot -> shot.by() == ANN);
        round.ticks(Arena.RELOAD_TICKS);
        assertThat(round.ship(BEN).hull()).isEqualTo((byte) (Ship.HULL - 1));
        assertThat(round.ship(ANN).hull()).isEqualTo(Ship.HULL);
        assertThat(round.shots()).isEmpty();
        assertThat(round.said()).isEmpty();
    }

    @Test
    void aShotHitsTheFirstInItsWayWhoeverCameFirst() {
        duel();
        round.join(3, "cid");
        round.place(3, 262, 200);
        shootOnce();
        assertThat(round.ship(3).hull()).isEqualTo((byte) (Ship.HULL - 1));
        assertThat(round.ship(BEN).hull()).isEqualTo(Ship.HULL);
    }

    @Test
    void aShotThatHitsNothingEnds() {
        duel();
        round.step(ANN, new Step((byte) 0, (byte) 0, Math.PI / 2, true));
        round.ticks(Shot.TICKS - 1);
        assertThat(round.shots()).hasSize(1);
        round.tick();
        assertThat(round.shots()).isEmpty();
    }

    @Test
    void nobodyShootsThroughAPillar() {
        duel();
        Pillar pillar = Pillar.ALL.getFirst();
        round.place(ANN, pillar.x() - pillar.radius() - 60, pillar.y());
        round.place(BEN, pillar.x() + pillar.radius() + 60, pillar.y());
        for (int shot = 0; shot < 2 * Ship.HULL; shot++) {
            shootOnce();
        }
        assertThat(round.ship(BEN).hull()).isEqualTo(Ship.HULL);
    }

    @Test
    void aGunTakesItsTimeToLoad() {
        duel();
        for (int tick = 0; tick < Arena.RELOAD_TICKS; tick++) {
            round.step(ANN, new Step((byte) 0, (byte) 0, Math.PI / 2, true));
            assertThat(round.shots()).hasSize(1);
            round.tick();
        }
        round.step(ANN, new Step((byte) 0, (byte) 0, Math.PI / 2, true));
        assertThat(round.shots()).hasSize(2);
    }

    @Test
    void whoIsShotToPiecesScoresForTheOtherAndComesBackWhole() {
        duel();
        round.step(BEN, RIGHT);
        for (int shot = 0; shot < Ship.HULL; shot++) {
            assertThat(round.said()).isEmpty();
            shootOnce();
        }
        assertThat(round.ship(BEN).wrecked()).isTrue();
        assertThat(round.ship(ANN).score()).isEqualTo(1);
        assertThat(round.said()).containsExactly(new Output.Wrecked(BEN, ANN));

        Ship wreck = round.ship(BEN);
        round.step(BEN, new Step((byte) 100, (byte) 0, 1, true));
        assertThat(round.ship(BEN)).as("a wreck does nothing").isEqualTo(wreck);
        assertThat(round.shots()).isEmpty();
        shootOnce();
        assertThat(round.ship(ANN).score()).as("of a wreck").isEqualTo(1);

        round.ticks(Arena.WRECK_TICKS);
        Ship back = round.ship(BEN);
        assertThat(back.hull()).isEqualTo(Ship.HULL);
        assertThat(Pillar.ALL).noneMatch(pillar -> pillar.holds(back.x(), back.y(), Motion.RADIUS));
        assertThat(back.x()).isNotEqualTo(wreck.x());
    }

    @Test
    void whoLeavesTakesShipAndShotsAlong() {
        duel();
        round.step(ANN, FIRE);
        round.step(BEN, new Step((byte) 0, (byte) 0, 0, true));
        assertThat(round.shots()).hasSize(2);
        round.leave(ANN);
        assertThat(round.ships()).containsOnlyKeys((long) BEN);
        assertThat(round.shots().values()).singleElement().matches(shot -> shot.by() == BEN);
        round.ticks(Shot.TICKS);
        assertThat(round.ship(BEN).hull()).isEqualTo(Ship.HULL);
        round.leave(BEN);
        assertThat(round.ships()).isEmpty();
        assertThat(round.shots()).isEmpty();
    }

    @Test
    void whoFloodsStepsIsNoFaster() {
        round.join(ANN, "ann");
        round.place(ANN, 200, 200);
        int ticks = 40;
        for (int tick = 0; tick < ticks; tick++) {
            for (int step = 0; step < 100; step++) {
                round.step(ANN, RIGHT);
            }
            round.tick();
        }
        double flown = round.ship(ANN).x() - 200;
        assertThat(flown).isBetween(ticks * STEP_MAX * 0.8, (ticks + Arena.PURSE) * STEP_MAX);
    }

    @Test
    void whoSendsNothingDriftsToRest() {
        round.join(ANN, "ann");
        round.place(ANN, 200, 200);
        for (int tick = 0; tick < 20; tick++) {
            round.step(ANN, RIGHT);
            round.tick();
        }
        assertThat(round.ship(ANN).vx()).isGreaterThan(300);
        round.ticks(60);
        assertThat(round.ship(ANN).vx()).isZero();
    }

    @Test
    void steeringOutOfItsRangeIsNoFaster() {
        round.join(ANN, "ann");
        round.place(ANN, 1000, 600);
        for (int tick = 0; tick < 40; tick++) {
            Ship before = round.ship(ANN);
            round.step(ANN, new Step(Byte.MIN_VALUE, Byte.MAX_VALUE, 99, false));
            Ship after = round.ship(ANN);
            assertThat(Math.hypot(after.x() - before.x(), after.y() - before.y()))
                    .isLessThanOrEqualTo(STEP_MAX + Motion.GRID);
            assertThat(after.aim()).isCloseTo(3.15, within(1e-9));
            round.tick();
        }
    }

    @Test
    void whatIsNoStepNeverReachesTheRoom() {
        round.join(ANN, "ann");
        Step unknown = new Step((byte) 0, (byte) 0, Double.NaN, false);
        assertThatThrownBy(() -> round.encoded(unknown))
                .isInstanceOf(IllegalArgumentException.class);
        ByteBuf good = round.encoded(FIRE);
        for (int octet = 0; octet < good.readableBytes(); octet++) {
            ByteBuf cut = good.copy(0, octet);
            assertThatThrownBy(() -> round.decoded(cut)).isInstanceOf(MalformedException.class);
        }
        ByteBuf beyond = Unpooled.copiedBuffer(good);
        beyond.setShort(3, 0xff7f);
        assertThatThrownBy(() -> round.decoded(beyond)).isInstanceOf(MalformedException.class);
    }

    @Test
    void botsStayInTheWorldAndOutOfPillarsAndFight() {
        Round bots = Round.of(100, 7);
        for (int tick = 0; tick < 2_000; tick++) {
            bots.tick();
            assertThat(bots.ships()).hasSize(100);
            bots.ships().values().forEach(ArenaTest::checkPlace);
            assertThat(bots.shots().size()).isLessThanOrEqualTo(Arena.SHOTS_MAX);
        }
        List<Ship> all = List.copyOf(bots.ships().values());
        assertThat(all.stream().mapToInt(Ship::score).sum()).isGreaterThan(20);
        assertThat(bots.said()).hasSizeGreaterThan(20).allMatch(Output.Wrecked.class::isInstance);
        assertThat(all.stream().filter(ship -> Math.hypot(ship.vx(), ship.vy()) > 100).count())
                .isGreaterThan(50);
    }

    private static void checkPlace(Ship ship) {
        assertThat(ship.x()).isBetween(Motion.RADIUS, Motion.WIDTH - Motion.RADIUS);
        assertThat(ship.y()).isBetween(Motion.RADIUS, Motion.HEIGHT - Motion.RADIUS);
        assertThat(Pillar.ALL)
                .noneMatch(pillar -> pillar.holds(ship.x(), ship.y(), Motion.RADIUS - Motion.GRID));
    }

    @Test
    void theSameSeedAndInputsGiveTheSameRound() {
        assertThat(played(3)).isEqualTo(played(3));
        assertThat(played(3)).isNotEqualTo(played(4));
    }

    private static List<Object> played(long seed) {
        Round round = Round.of(40, seed);
        round.join(ANN, "ann");
        for (int tick = 0; tick < 300; tick++) {
            round.step(ANN, new Step((byte) 50, (byte) (tick % 100), tick % 3, true));
            round.tick();
        }
        return List.of(List.copyOf(round.ships().entrySet()), round.said());
    }

    @Test
    void refusesMoreBotsThanThereIsRoomFor() {
        assertThatThrownBy(() -> Arena.type(201)).hasMessageContaining("0 to 200, not 201");
        assertThatThrownBy(() -> Arena.type(-1)).hasMessageContaining("0 to 200, not -1");
    }
}
