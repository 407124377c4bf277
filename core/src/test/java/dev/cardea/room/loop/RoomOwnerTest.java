package dev.cardea.room.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Rooms;
import dev.cardea.session.Position;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

class RoomOwnerTest {
    private final OwnerTable table = new OwnerTable();

    @Test
    void joinsNobodyBeforeTheFirstAttach() {
        assertThat(table.request(1, "ann")).isEqualTo(new Mail.Joining.Seated());
        assertThat(table.pages()).containsExactly("open");
        table.attach(1, "ann", Position.NEW);
        assertThat(table.pages()).containsExactly("join ann");
        assertThat(table.flush()).containsExactly("fresh ref 1", "event to 1 welcome");
    }

    @Test
    void answersASecondRequestWithTheSeatThatItGave() {
        table.join(1, "ann");
        assertThat(table.request(1, "ann")).isEqualTo(new Mail.Joining.Seated());
        assertThat(table.pages()).containsExactly("open", "join ann");
    }

    @Test
    void refusesWhomTheRoomRefusesAndWhoFindsNoSeat() {
        assertThat(table.request(9, "stranger")).isEqualTo(new Mail.Joining.Refused("unknown"));
        table.join(1, "ann");
        table.join(2, "bob");
        table.join(3, "cid");
        assertThat(table.request(4, "dan")).isEqualTo(new Mail.Joining.Full());
    }

    @Test
    void givesAnAttachWithoutASeatNothing() {
        table.attach(1, "ann", Position.NEW);
        assertThat(table.flush()).containsExactly("gone ref 1 2");
        assertThat(table.pages()).containsExactly("open");
    }

    @Test
    void appliesEachInputOnceAndInOrder() {
        table.join(1, "ann");
        table.pages();
        table.input(1, 1, "say a");
        table.input(1, 1, "say a");
        table.input(1, 3, "say c");
        table.input(1, 2, "say b");
        assertThat(table.pages()).containsExactly("input ann say a", "input ann say b");
    }

    @Test
    void writesABroadcastOnceAndFlushesALinkOnceInATurn() {
        table.join(1, "ann");
        table.join(2, "bob");
        table.flush();
        int before = table.link.flushes();
        table.input(1, 1, "say a");
        table.input(2, 1, "whisper");
        assertThat(table.flush())
                .containsExactly(
                        "event to 0 a", "event to 2 psst", "applied ref 1 1", "applied ref 2 1");
        assertThat(table.link.flushes()).isEqualTo(before + 1);
    }

    @Test
    void sendsTheNewestBesideTheStream() {
        table.join(1, "ann");
        table.flush();
        table.input(1, 1, "newest a");
        assertThat(table.flush()).contains("passing to 0 a");
    }

    @Test
    void tellsOfALeaveWhichIsAnInputLikeAnyOther() {
        table.join(1, "ann");
        table.join(2, "bob");
        table.flush();
        table.pages();
        table.input(1, 1, "say a");
        table.input(1, 2, null);
        table.input(1, 3, "say b");
        assertThat(table.pages()).containsExactly("input ann say a", "leave ann LEFT");
        assertThat(table.flush())
                .containsExactly("event to 0 a", "gone ref 1 3", "event to 0 bye ann");
    }

    @Test
    void tellsOfADropAndARecovery() {
        table.join(1, "ann");
        table.flush();
        long seq = 1;
        table.owner.accept(new Mail.Detach(table.link, 1));
        assertThat(table.pages()).containsExactly("open", "join ann", "drop ann");
        table.attach(1, "ann", Position.at(epoch(), 1, seq));
        assertThat(table.pages()).containsExactly("resume ann RECOVERED");
        table.attach(1, "ann", Position.at(epoch(), 1, seq));
        assertThat(table.pages()).describedAs("nothing was lost meanwhile").isEmpty();
    }

    private static long epoch() {
        return dev.cardea.stream.Epoch.begin(1, new java.util.SplittableRandom(1));
    }

    @Test
    void tellsWheneverAMemberIsGivenItsStateAnew() {
        table.join(1, "ann");
        table.pages();
        table.attach(1, "ann", Position.NEW);
        assertThat(table.pages()).containsExactly("resume ann FRESH");
    }

    @Test
    void dropsAllMembersOfALostLink() {
        table.join(1, "ann");
        table.join(2, "bob");
        table.pages();
        table.owner.accept(new Mail.LinkLost(table.link));
        assertThat(table.pages()).containsExactlyInAnyOrder("drop ann", "drop bob");
    }

    @Test
    void endsASeatThatIsAwayForAMinute() {
        table.join(1, "ann");
        table.owner.accept(new Mail.Detach(table.link, 1));
        table.pages();
        table.pass(Duration.ofMillis(59_999));
        assertThat(table.pages()).isEmpty();
        assertThat(table.owner.idleNanos()).isEqualTo(1_000_000);
        table.pass(Duration.ofMillis(1));
        assertThat(table.pages()).containsExactly("leave ann TIMED_OUT");
    }

    @Test
    void endsAReservedSeatThatNobodyTakesWithoutAWordToTheRoom() {
        table.request(1, "ann");
        table.pages();
        table.pass(Duration.ofSeconds(15));
        assertThat(table.pages()).isEmpty();
        table.attach(1, "ann", Position.NEW);
        assertThat(table.flush()).containsExactly("gone ref 1 2");
    }

    @Test
    void asksAMemberWhoseInputsWereDroppedToSendThemAgain() {
        table.join(1, "ann");
        table.flush();
        table.input(1, 1, "say a");
        table.owner.accept(new Mail.Overrun(table.link, 1));
        assertThat(table.flush()).containsExactly("event to 0 a", "again ref 1");
        table.attach(1, "ann", Position.at(epoch(), 1, 2));
        table.input(1, 2, "say b");
        assertThat(table.flush()).contains("recovered ref 1", "applied ref 1 2", "replay ref 1 b");
        assertThat(table.pages()).doesNotContain("drop ann");
    }

    @Test
    void tellsOfADropBeforeTheMemberCouldSendItsInputsAgain() {
        table.join(1, "ann");
        table.join(2, "bob");
        table.owner.accept(new Mail.Overrun(table.link, 1));
        table.owner.accept(new Mail.Overrun(table.link, 2));
        table.pages();
        table.owner.accept(new Mail.Detach(table.link, 1));
        assertThat(table.pages()).containsExactly("drop ann");
        table.owner.accept(new Mail.Detach(table.link, 1));
        table.owner.accept(new Mail.LinkLost(table.link));
        assertThat(table.pages()).containsExactly("drop bob");
    }

    @Test
    void dropsAMemberThatNeverCameToSendItsInputsAgainBeforeItsSeatRunsOut() {
        table.join(1, "ann");
        table.owner.accept(new Mail.Overrun(table.link, 1));
        table.pages();
        table.pass(Duration.ofSeconds(60));
        assertThat(table.pages()).containsExactly("drop ann", "leave ann TIMED_OUT");
    }

    @Test
    void tellsOfNoDropOfAMemberThatWasAskedAgainThereAndIsElsewhere() {
        LinkLog other = new LinkLog();
        table.join(1, "ann");
        table.owner.accept(new Mail.Overrun(table.link, 1));
        table.attach(other, 1, "ann", Position.at(epoch(), 1, 1));
        table.pages();
        table.owner.accept(new Mail.Detach(table.link, 1));
        table.owner.accept(new Mail.LinkLost(table.link));
        assertThat(table.pages()).isEmpty();
        table.owner.accept(new Mail.Detach(other, 1));
        assertThat(table.pages()).containsExactly("drop ann");
    }

    @Test
    void kicksAMemberAtOnceAndTellsTheRoomAfterwards() {
        table.join(1, "ann");
        table.join(2, "bob");
        table.flush();
        table.pages();
        table.input(1, 1, "kick bob");
        assertThat(table.pages()).containsExactly("input ann kick bob", "leave bob KICKED");
        assertThat(table.flush())
                .containsExactly("gone ref 2 4", "event to 0 bye bob", "applied ref 1 1");
    }

    @Test
    void closesWhenTheRoomSaysSo() {
        table.join(1, "ann");
        table.flush();
        table.pages();
        table.input(1, 1, "close ann");
        assertThat(table.pages()).containsExactly("input ann close ann", "leave ann ROOM_CLOSED");
        assertThat(table.owner.closed()).isTrue();
        assertThat(table.link.said()).containsExactly("gone ref 1 5", "end");
    }

    @Test
    void closesARoomThatThrowsAndNamesTheEvent() {
        table.join(1, "ann");
        table.flush();
        table.input(1, 1, "throw me");
        table.input(1, 2, "say a");
        assertThat(table.failures).containsExactly("Received: throw me");
        assertThat(table.link.said()).containsExactly("gone ref 1 6", "end");
        assertThat(table.pages()).doesNotContain("input ann say a");
    }

    @Test
    void closesARoomThatSaysMoreThanAFrame() {
        table.join(1, "ann");
        table.input(1, 1, "say " + "x".repeat(OwnerTable.MESSAGE_BYTES_MAX + 1));
        assertThat(table.failures).singleElement().asString().contains("at most 1000");
    }

    @Test
    void closesARoomThatThrowsAtARequest() {
        assertThat(table.request(1, "fail")).isEqualTo(new Mail.Joining.Over());
        assertThat(table.failures).containsExactly("Requested: request");
    }

    @Test
    void answersEverybodyWhoComesAfterItClosed() {
        table.owner.accept(new Mail.Close(LeaveReason.SERVER_CLOSING, "bye"));
        assertThat(table.request(1, "ann")).isEqualTo(new Mail.Joining.Over());
        table.owner.accept(new Mail.Post("x", table.answers::add));
        table.owner.accept(new Mail.Count(table.answers::add));
        assertThat(table.answers).containsExactly(Rooms.Posted.ABSENT, new Mail.Headcount(0, 0));
        table.attach(1, "ann", Position.NEW);
        assertThat(table.link.said()).containsExactly("gone ref 1 5");
    }

    @Test
    void sendsNothingWhileItIsClosedFromOutside() {
        table.join(1, "ann");
        table.join(2, "bob");
        table.flush();
        table.pages();
        table.owner.accept(new Mail.Close(LeaveReason.SERVER_CLOSING, "bye"));
        assertThat(table.pages())
                .containsExactly("leave ann SERVER_CLOSING", "leave bob SERVER_CLOSING");
        assertThat(table.link.said()).containsExactly("gone ref 1 5", "gone ref 2 5", "end");
    }

    @Test
    void firesTimersInTheOrderOfTheirTime() {
        table.join(1, "ann");
        table.input(1, 1, "after late 200");
        table.input(1, 2, "after early 100");
        table.input(1, 3, "after never 150");
        table.input(1, 4, "cancel never");
        table.pages();
        assertThat(table.owner.idleNanos()).isEqualTo(100_000_000);
        table.pass(Duration.ofMillis(100));
        assertThat(table.pages()).containsExactly("event x at 1100");
        table.pass(Duration.ofMillis(500));
        assertThat(table.pages()).containsExactly("event x at 1600");
    }

    @Test
    void replacesATimerOfTheSameName() {
        table.join(1, "ann");
        table.input(1, 1, "after t 100");
        table.pass(Duration.ofMillis(50));
        table.input(1, 2, "after t 100");
        table.pages();
        table.pass(Duration.ofMillis(60));
        assertThat(table.pages()).isEmpty();
        table.pass(Duration.ofMillis(40));
        assertThat(table.pages()).hasSize(1);
    }

    @Test
    void answersWorkOnceWithWhatItCameTo() throws Exception {
        table.join(1, "ann");
        table.input(1, 1, "ask");
        table.pages();
        long ask = table.asks.keySet().iterator().next();
        Callable<?> work = java.util.Objects.requireNonNull(table.asks.get(ask));
        table.owner.accept(new Mail.Answer(ask, work.call()));
        table.owner.accept(new Mail.Answer(ask, "again"));
        assertThat(table.pages()).containsExactly("event say answer at 1000");
        table.pass(Duration.ofMinutes(1));
        assertThat(table.pages()).isEmpty();
        assertThat(table.cancelled).isEmpty();
    }

    @Test
    void answersWorkThatFailsOrTakesTooLongWithOrElse() {
        table.join(1, "ann");
        table.input(1, 1, "ask");
        table.input(1, 2, "ask");
        table.pages();
        long first = table.asks.keySet().stream().min(Long::compare).orElseThrow();
        table.owner.accept(new Mail.Answer(first, null));
        assertThat(table.pages()).containsExactly("event nothing at 1000");
        table.pass(Duration.ofSeconds(10));
        assertThat(table.pages()).containsExactly("event nothing at 11000");
        assertThat(table.cancelled).hasSize(2);
        table.owner.accept(new Mail.Answer(first + 1, "late"));
        assertThat(table.pages()).isEmpty();
    }

    @Test
    void answersWorkBeyondTheBoundWithOrElseAfterTheEvent() {
        table.join(1, "ann");
        table.input(1, 1, "flood 70");
        assertThat(table.asks).hasSize(64);
        table.pages();
        table.pass(Duration.ZERO);
        assertThat(table.pages()).hasSize(6).allMatch(page -> page.contains("unanswered"));
    }

    @Test
    void cancelsItsWorkWhenItCloses() {
        table.join(1, "ann");
        table.input(1, 1, "ask");
        table.input(1, 2, "close ann");
        assertThat(table.cancelled).hasSize(1);
    }

    @Test
    void givesAServicesEventToTheRoom() {
        table.owner.accept(new Mail.Post("hello", table.answers::add));
        assertThat(table.pages()).containsExactly("open", "event hello at 1000");
        assertThat(table.answers).containsExactly(Rooms.Posted.DELIVERED);
    }

    @Test
    void wantsToCloseAfterItWasEmptyForItsTime() {
        assertThat(table.owner.idleNanos()).isEqualTo(Duration.ofSeconds(90).toNanos());
        table.join(1, "ann");
        table.pass(Duration.ofMinutes(5));
        assertThat(table.owner.emptyForTooLong()).isFalse();
        table.input(1, 1, null);
        assertThat(table.owner.emptyForTooLong()).isFalse();
        table.pass(Duration.ofSeconds(90));
        assertThat(table.owner.emptyForTooLong()).isTrue();
    }

    @Test
    void givesAnAgentsSeatAtAttachAndClosesTheConnectionItKicks() {
        OwnerTable agent = new OwnerTable(OwnerPlan.Entry.BY_ATTACH);
        agent.attach(1, "ann", Position.NEW);
        agent.attach(2, "bob", Position.NEW);
        agent.flush();
        agent.input(1, 1, "kick bob");
        assertThat(agent.flush()).startsWith("kick ref 2 14", "gone ref 2 4");
        agent.attach(3, "stranger", Position.NEW);
        assertThat(agent.link.said()).containsExactly("kick ref 3 14");
    }

    @Test
    void doesNotBelieveAnEpochThatNobodyGave() {
        table.join(1, "ann");
        table.flush();
        table.attach(1, "ann", Position.none(-1L));
        assertThat(table.link.said()).containsExactly("gone ref 1 8");
        assertThat(table.owner.closed()).isFalse();
    }
}
