package dev.cardea.room.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.Audience;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: who is told which rows, frame by frame; method: an owner in virtual time. */
class SightRoomTest {
    record Board(int cards) {}

    record Card(int value, long owner) {}

    record Mark(float x, float y) {}

    private static final TableType<Board> BOARD = TableType.of("board", Board.class);
    private static final TableType<Card> CARDS =
            TableType.of("cards", Card.class).seenBy(SightRoomTest::audience);
    private static final TableType<Mark> MARKS =
            TableType.of("marks", Mark.class).near(SightRoomTest::x, Mark::y, 5, 6);

    private static double x(Mark mark) {
        return mark.x == 99 ? Double.NaN : mark.x;
    }

    private static Audience audience(Card card) {
        return card.owner == 0 ? Audience.group(3) : Audience.only(card.owner);
    }

    /** Does as it is told. */
    private static final class Dealing implements Room<String, String> {
        private final Stage<String, String> stage;
        private final Table<Board> board;
        private final Table<Card> cards;
        private final Table<Mark> marks;

        Dealing(Stage<String, String> stage) {
            this.stage = stage;
            this.board = stage.table(BOARD);
            this.cards = stage.table(CARDS);
            this.marks = stage.table(MARKS);
        }

        @Override
        public void onJoin(Member who) {}

        @Override
        public void onInput(Member from, String input) {
            switch (input) {
                case "deal" -> cards.put(from.id(), new Card(7, from.id()));
                case "show" -> cards.put(from.id(), new Card(7, 0));
                case "count" -> board.put(0, new Board(cards.rows()));
                case "group" -> stage.groups(from, 3);
                case "mark" -> marks.put(from.id(), new Mark(0, 0));
                case "far" -> stage.lookFrom(from, 100, 100);
                case "near" -> stage.lookFrom(from, 3, 4);
                case "edge" -> stage.lookFrom(from, 5.5, 0);
                case "nowhere" -> marks.put(from.id(), new Mark(99, 0));
                case "blind" -> stage.lookFrom(from, Double.NaN, 0);
                case "grouping" -> stage.groups(from, 64);
                default -> throw new AssertionError(input);
            }
        }

        @Override
        public void onLeave(Member who, LeaveReason why) {}
    }

    private static OwnerTable room(int tickRate) {
        OwnerTable room =
                new OwnerTable(
                        OwnerPlan.Entry.BY_REQUEST,
                        new OwnerTable.Maker() {
                            @Override
                            public Room<String, String> make(
                                    Stage<String, String> stage, List<String> pages) {
                                return new Dealing(stage);
                            }

                            @Override
                            public RoomType<String, String, String> declare(
                                    RoomType<String, String, String> type) {
                                RoomType<String, String, String> shown =
                                        type.tables(BOARD, CARDS, MARKS);
                                return tickRate == 0 ? shown : shown.tickRate(tickRate);
                            }
                        });
        room.join(1, "ann");
        room.join(2, "ben");
        room.flush();
        return room;
    }

    private static List<String> told(OwnerTable room) {
        return room.flush().stream().filter(line -> line.startsWith("patch")).toList();
    }

    @Test
    void tellsARowToItsAudienceAlone() {
        OwnerTable room = room(0);
        room.input(1, 1, "deal");
        assertThat(told(room)).containsExactly("patch to 1 tick 0 020400020e0200");
        room.input(2, 1, "group");
        assertThat(told(room)).as("no row of that group").isEmpty();
        room.input(1, 2, "show");
        assertThat(told(room))
                .containsExactly(
                        "patch to 1 tick 0 020600" + "00", "patch to 2 tick 0 020400020e0000");
    }

    @Test
    void whoComesIntoAGroupIsToldItsRows() {
        OwnerTable room = room(0);
        room.input(1, 1, "show");
        assertThat(told(room)).isEmpty();
        room.input(2, 1, "group");
        assertThat(told(room)).containsExactly("patch to 2 tick 0 020400020e0000");
    }

    @Test
    void endsWhatAllGetWithAPieceForEachWhereMembersDiffer() {
        OwnerTable room = room(0);
        room.input(1, 1, "deal");
        room.input(1, 2, "count");
        assertThat(told(room))
                .containsExactly(
                        "patch to 0 tick 0 010400000200",
                        "patch to 1 tick 0 020400020e0200",
                        "patch to 2 tick 0 ");
    }

    @Test
    void showsWhatIsNearUntilItIsFurtherAwayThanItCame() {
        OwnerTable room = room(0);
        room.input(1, 1, "mark");
        assertThat(told(room)).as("nobody looks").isEmpty();
        room.input(2, 1, "edge");
        assertThat(told(room)).as("not near enough to come").isEmpty();
        room.input(2, 2, "near");
        assertThat(told(room)).containsExactly("patch to 2 tick 0 030400020000000000000000" + "00");
        room.input(2, 3, "edge");
        assertThat(told(room)).as("not far enough to go").isEmpty();
        room.input(2, 4, "far");
        assertThat(told(room)).containsExactly("patch to 2 tick 0 030600" + "00");
    }

    @Test
    void showsAMemberThatAttachesWhatItMaySeeOnlyWhenATickIsDone() {
        OwnerTable room = room(20);
        room.pass(Duration.ofMillis(50));
        room.flush();
        room.input(1, 1, "deal");
        room.join(3, "cid");
        assertThat(room.flush()).containsExactly("fresh ref 3");
        assertThat(room.owner.idleNanos()).isPositive();
        room.pass(Duration.ofMillis(50));
        assertThat(room.flush())
                .containsExactly("applied ref 1 1", "patch to 1 tick 2 020400020e0200");
    }

    @Test
    void refusesPlacesAndGroupsThatAreNone() {
        for (String input : List.of("nowhere", "blind", "grouping")) {
            OwnerTable room = room(0);
            room.input(1, 1, input);
            assertThat(room.owner.closed()).as(input).isTrue();
            assertThat(room.failures).as(input).singleElement().asString().startsWith("Received: ");
        }
        OwnerTable room = room(0);
        room.input(1, 1, "nowhere");
        assertThat(room.failures)
                .containsExactly("Received: table marks, row 1: it is at NaN, 0.0");
    }
}
