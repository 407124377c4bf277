package dev.cardea.room.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.room.Tick;
import dev.cardea.session.Position;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Goal: when a room's members are told what; method: an owner in virtual time, 20 ticks a second.
 */
class TickingRoomTest {
    private static final Duration PERIOD = Duration.ofMillis(50);

    record Score(int points) {}

    private static final TableType<Score> SCORES = TableType.of("scores", Score.class).rowsMax(2);

    /** Counts inputs and ticks. */
    private static final class Counting implements Room<String, String> {
        private final Stage<String, String> stage;
        private final List<String> pages;
        private final Table<Score> scores;

        Counting(Stage<String, String> stage, List<String> pages) {
            this.stage = stage;
            this.pages = pages;
            this.scores = stage.table(SCORES);
        }

        @Override
        public void onJoin(Member who) {
            scores.put(who.id(), new Score(0));
        }

        @Override
        public void onInput(Member from, String input) {
            if (input.equals("shout")) {
                stage.broadcast("hey");
            }
            scores.update(from.id(), score -> new Score(score.points() + 1));
        }

        @Override
        public void onTick(Tick tick) {
            pages.add("tick " + tick.number() + " of " + tick.rate());
        }

        @Override
        public void onLeave(Member who, LeaveReason why) {
            scores.remove(who.id());
        }
    }

    private static OwnerTable room(int tickRate) {
        return new OwnerTable(
                OwnerPlan.Entry.BY_REQUEST,
                new OwnerTable.Maker() {
                    @Override
                    public Room<String, String> make(
                            Stage<String, String> stage, List<String> pages) {
                        return new Counting(stage, pages);
                    }

                    @Override
                    public RoomType<String, String, String> declare(
                            RoomType<String, String, String> type) {
                        RoomType<String, String, String> shown = type.tables(SCORES);
                        return tickRate == 0 ? shown : shown.tickRate(tickRate);
                    }
                });
    }

    /** A room that has ticked once, with one member who knows everything. */
    private static OwnerTable settled() {
        OwnerTable room = room(20);
        room.join(1, "ann");
        room.pass(PERIOD);
        room.flush();
        room.pages();
        return room;
    }

    @Test
    void ticksAtItsRateWithNumbersFromOne() {
        OwnerTable room = room(20);
        room.pass(PERIOD);
        room.pass(PERIOD);
        assertThat(room.pages()).containsExactly("tick 1 of 20", "tick 2 of 20");
        assertThat(room.owner.idleNanos()).isBetween(1L, PERIOD.toNanos());
    }

    @Test
    void tellsOncePerTickWhatWasAppliedAndThenWhatItDid() {
        OwnerTable room = settled();
        room.input(1, 1, "score");
        room.input(1, 2, "score");
        assertThat(room.flush()).isEmpty();

        room.pass(PERIOD);
        assertThat(room.flush())
                .containsExactly(
                        "applied ref 1 2", "patch to 0 tick 2 01" + "050001" + "04" + "00");
        room.pass(PERIOD);
        assertThat(room.flush()).as("nothing happened").isEmpty();
    }

    @Test
    void saysAtOnceWhatIsSaid() {
        OwnerTable room = settled();
        room.input(1, 1, "shout");
        assertThat(room.flush()).containsExactly("event to 0 hey");
    }

    @Test
    void aRoomWithoutTicksTellsAtTheEndOfEachTurn() {
        OwnerTable room = room(0);
        room.join(1, "ann");
        assertThat(room.flush()).containsExactly("fresh ref 1", "patch to 0 tick 0 010400020000");
        room.input(1, 1, "score");
        assertThat(room.flush())
                .containsExactly(
                        "applied ref 1 1", "patch to 0 tick 0 01" + "050001" + "02" + "00");
    }

    @Test
    void catchesUpByFourTicksAndTellsThemTogether() {
        OwnerTable room = settled();
        room.ticks.clear();
        room.input(1, 1, "score");
        room.pass(PERIOD.multipliedBy(10));
        assertThat(room.pages()).hasSize(4).last().isEqualTo("tick 5 of 20");
        assertThat(room.ticks).first().asString().endsWith("6 dropped");
        assertThat(room.ticks).last().asString().endsWith("0 dropped");
        assertThat(room.flush())
                .containsExactly(
                        "applied ref 1 1", "patch to 0 tick 5 01" + "050001" + "02" + "00");
    }

    @Test
    void whoComesBackGetsTheRowsThatChangedMeanwhile() {
        OwnerTable room = settled();
        long epoch = room.link.epoch();
        long known = room.link.seq();
        room.join(2, "ben");
        room.input(1, 1, "score");
        room.pass(PERIOD);
        room.flush();

        room.attach(1, "ann", Position.at(epoch, 1, known));
        assertThat(room.flush())
                .contains(
                        "recovered ref 1",
                        "patch to 1 tick 0 01" + "0800" + "0202" + "0400" + "00");
    }

    @Test
    void aRowBeyondTheBoundIsTheRoomsOwnFault() {
        OwnerTable room = settled();
        room.join(2, "ben");
        room.join(3, "cid");
        assertThat(room.failures).containsExactly("Joined: table scores: full, 2 rows");
        assertThat(room.owner.closed()).isTrue();
    }
}
