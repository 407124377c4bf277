package dev.cardea.room.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.session.Position;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: those who watch a room; method: an owner in virtual time. Three may play, two watch. */
class SpectatorsTest {
    private final OwnerTable table = watched(2);

    private static OwnerTable watched(int max) {
        return new OwnerTable(
                OwnerPlan.Entry.BY_REQUEST,
                new OwnerTable.Maker() {
                    @Override
                    public Room<String, String> make(
                            Stage<String, String> stage, List<String> pages) {
                        return new Diary(stage, pages);
                    }

                    @Override
                    public RoomType<String, String, String> declare(
                            RoomType<String, String, String> type) {
                        return type.spectators(max).listed();
                    }
                });
    }

    /** Ann plays and bob watches; nothing of it is on the pages and the link any more. */
    private void begin() {
        table.join(1, "ann");
        table.watch(2, "bob");
        table.flush();
        table.pages();
    }

    @Test
    void hearsWhatIsSaidToAllAndIsNoMember() {
        table.join(1, "ann");
        assertThat(table.requestToWatch(2, "bob")).isEqualTo(new Mail.Joining.Seated());
        assertThat(table.pages()).containsExactly("open", "join ann");
        table.attach(2, "bob", Position.NEW);
        assertThat(table.pages()).containsExactly("watch bob");
        table.input(1, 1, "who");
        assertThat(table.flush())
                .containsExactly(
                        "fresh ref 1",
                        "event to 1 welcome",
                        "fresh ref 2",
                        "event to 2 enjoy",
                        "event to 0 ann|bob",
                        "applied ref 1 1");
    }

    @Test
    void takesNoneOfTheSeatsAndHasThoseOfItsOwn() {
        table.watch(1, "ann");
        table.requestToWatch(2, "bob");
        assertThat(table.requestToWatch(3, "cid")).isEqualTo(new Mail.Joining.Full());
        for (int player = 4; player <= 6; player++) {
            assertThat(table.request(player, "dan")).isEqualTo(new Mail.Joining.Seated());
        }
        assertThat(table.request(7, "eve")).isEqualTo(new Mail.Joining.Full());
        table.pass(Duration.ofSeconds(15)); // nobody has taken what was reserved
        assertThat(table.requestToWatch(3, "cid")).isEqualTo(new Mail.Joining.Seated());
    }

    @Test
    void isRefusedByTheRoomOrItsType() {
        assertThat(table.requestToWatch(1, "star")).isEqualTo(new Mail.Joining.Refused("play!"));
        assertThat(table.request(1, "star")).isEqualTo(new Mail.Joining.Seated());
        assertThat(watched(0).requestToWatch(1, "fail")) // at which the room would throw
                .isEqualTo(new Mail.Joining.Refused("nobody may watch rooms of type diary"));
    }

    @Test
    void mustLeaveBeforeItMayPlayAndAPlayerBeforeItMayWatch() {
        begin();
        assertThat(table.requestToWatch(2, "bob")).isEqualTo(new Mail.Joining.Seated());
        assertThat(table.request(2, "bob")).isEqualTo(new Mail.Joining.SeatedOtherwise(true));
        assertThat(table.requestToWatch(1, "ann"))
                .isEqualTo(new Mail.Joining.SeatedOtherwise(false));
        table.input(2, 1, null);
        assertThat(table.flush()).containsExactly("gone ref 2 3");
        table.join(2, "bob");
        table.input(1, 1, null);
        table.watch(1, "ann");
        assertThat(table.pages()).containsExactly("join bob", "leave ann LEFT", "watch ann");
    }

    @Test
    void comesBackToWhereItWasAndTheRoomHearsNothingOfIt() {
        begin();
        table.owner.accept(new Mail.Detach(table.link, 2));
        table.input(1, 1, "who");
        table.flush();
        table.attach(2, "bob", Position.at(table.link.epoch(), 2, table.link.seq() - 1));
        assertThat(table.flush()).containsExactly("recovered ref 2", "replay ref 2 ann|bob (away)");
        table.attach(2, "bob", Position.NEW);
        table.input(1, 2, "who");
        assertThat(table.flush())
                .containsExactly("fresh ref 2", "event to 0 ann|bob", "applied ref 1 2");
        assertThat(table.pages()).containsExactly("input ann who", "input ann who");
    }

    @Test
    void leavesOrLosesItsSeatAndTheRoomHearsNothingOfIt() {
        begin();
        table.watch(3, "cid");
        table.owner.accept(new Mail.Detach(table.link, 2));
        table.input(3, 1, null);
        assertThat(table.requestToWatch(4, "dan")).isEqualTo(new Mail.Joining.Seated());
        assertThat(table.requestToWatch(5, "eve")).isEqualTo(new Mail.Joining.Full());
        table.pass(Duration.ofMinutes(1));
        assertThat(table.requestToWatch(5, "eve")).isEqualTo(new Mail.Joining.Seated());
        table.input(1, 1, "who");
        assertThat(table.flush()).contains("event to 0 ann|");
        assertThat(table.pages()).containsExactly("watch cid", "input ann who");
    }

    @Test
    void isKickedAndTheRoomHearsNoMoreOfIt() {
        begin();
        table.input(1, 1, "kick bob");
        table.input(1, 2, "who");
        assertThat(table.flush())
                .containsExactly("gone ref 2 4", "event to 0 ann|", "applied ref 1 2");
        assertThat(table.pages()).containsExactly("input ann kick bob", "input ann who");
    }

    @Test
    void isNotListenedToButToldThatItsInputsAreApplied() {
        begin();
        table.input(2, 1, "say I am here");
        table.input(2, 2, "throw a tomato");
        assertThat(table.flush()).containsExactly("applied ref 2 2");
        assertThat(table.pages()).isEmpty();
    }

    @Test
    void doesNotKeepARoomOpen() {
        begin();
        table.pass(Duration.ofMinutes(3));
        assertThat(table.owner.emptyForTooLong()).isFalse();
        table.input(1, 1, null);
        assertThat(table.owner.emptyForTooLong()).isFalse();
        table.pass(Duration.ofSeconds(89));
        assertThat(table.owner.idleNanos()).isEqualTo(Duration.ofSeconds(1).toNanos());
        table.pass(Duration.ofSeconds(1));
        assertThat(table.owner.emptyForTooLong()).isTrue();
        table.owner.accept(new Mail.Close(LeaveReason.ROOM_CLOSED, "nobody is here"));
        assertThat(table.link.said()).endsWith("gone ref 2 5", "end");
    }

    @Test
    void isToldThatTheRoomCloses() {
        begin();
        table.input(1, 1, "close ann");
        assertThat(table.pages()).containsExactly("input ann close ann", "leave ann ROOM_CLOSED");
        assertThat(table.link.said()).containsExactly("gone ref 1 5", "gone ref 2 5", "end");
    }

    @Test
    void isNotCountedWhereMembersAre() {
        begin();
        table.owner.accept(new Mail.Detach(table.link, 1));
        table.owner.accept(new Mail.Count(table.answers::add));
        table.watch(3, "cid");
        table.flush();
        assertThat(table.answers).containsExactly(new Mail.Headcount(1, 0));
        assertThat(table.listings).containsExactly("1 {}");
    }
}
