package dev.cardea.testkit.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.cardea.room.Recovery;
import dev.cardea.room.Rooms.Posted;
import dev.cardea.room.loop.RoomEvent;
import dev.cardea.stream.StreamLimits;
import dev.cardea.testkit.room.Tag.Event;
import dev.cardea.testkit.room.Tag.Input;
import dev.cardea.testkit.room.Tag.Output;
import dev.cardea.testkit.room.Tag.Runner;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.GoneReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class RoomHarnessTest {
    private static final int RED = 7;

    private static RoomSetup<Input, Output, Event> tag() {
        return RoomHarness.of(Tag.type(account -> RED));
    }

    private final RoomHarness<Input, Output, Event> room = tag().open();

    private static StreamLimits ringOf(int bytes) {
        StreamLimits usual = StreamLimits.DEFAULT;
        return new StreamLimits(
                bytes,
                usual.ringAge(),
                usual.detachedSeat(),
                usual.reservedSeat(),
                usual.replayBytesPerFlush(),
                usual.attemptWindow());
    }

    // ---- time ----

    @Test
    void ticksAsOftenAsItIsTold() {
        room.ticks(30);
        assertThat(room.ticks()).isEqualTo(30);
        room.ticks(1);
        assertThat(room.ticks()).isEqualTo(31);
    }

    @Test
    void ticksAsTimePasses() {
        Instant before = room.now();
        room.advance(Duration.ofSeconds(3));
        assertThat(room.ticks()).isEqualTo(60);
        assertThat(Duration.between(before, room.now())).isEqualTo(Duration.ofSeconds(3));
        assertThat(room.clock().instant()).isEqualTo(room.now());
    }

    @Test
    void firesTimersWhenTheyAreDueAndNotBefore() {
        SimMember<Input, Output> ann = room.join("ann");
        room.advance(Tag.ROUND.minusMillis(1));
        assertThat(ann.outputs()).isEmpty();
        room.advance(Duration.ofMillis(1));
        assertThat(ann.outputs()).containsExactly(new Output.Over(ann.id()));
    }

    @Test
    void refusesToTickARoomThatIsOverAndToStepBack() {
        assertThatThrownBy(() -> room.advance(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
        room.shutDown();
        assertThatThrownBy(() -> room.ticks(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("is over");
    }

    // ---- what members see ----

    @Test
    void showsMembersTheRoomsRows() {
        SimMember<Input, Output> ann = room.join("ann");
        SimMember<Input, Output> ben = room.join("ben");
        Runner before = room.row(Tag.RUNNERS, ann.id());
        ann.send(new Input.Run(before.x() < 50 ? 1 : -1, 0));
        room.ticks(10);

        Runner after = room.row(Tag.RUNNERS, ann.id());
        assertThat(Math.abs(after.x() - before.x())).isCloseTo(10, within(0.001));
        assertThat(ben.row(Tag.RUNNERS, ann.id()).x()).isCloseTo(after.x(), within(0.01));
        assertThat(ann.rows(Tag.RUNNERS)).isEqualTo(room.rowsAsTold(Tag.RUNNERS)).hasSize(2);
        assertThat(ben.rows(Tag.RUNNERS)).isEqualTo(room.rowsAsTold(Tag.RUNNERS));
        assertThat(room.rowsAsTold(Tag.RUNNERS)).as("rounded").isNotEqualTo(room.rows(Tag.RUNNERS));
    }

    @Test
    void letsSomebodyWatch() {
        RoomHarness<Input, Output, Event> watched =
                RoomHarness.of(Tag.type(account -> RED).spectators(1)).open();
        SimMember<Input, Output> ann = watched.join("ann");
        SimMember<Input, Output> eve = watched.watch("eve");
        assertThat(watched.tryWatch("ben")).isInstanceOf(JoinResult.Full.class);
        assertThat(room.tryWatch("ben")).isInstanceOf(JoinResult.Refused.class);
        eve.drop();
        ann.send(new Input.Run(1, 1));
        ann.send(new Input.Shout("look!"));
        watched.ticks(3);
        eve.resume();
        eve.send(new Input.Shout("bravo"));
        watched.ticks(1);
        assertThat(eve.unapplied()).isZero();
        assertThat(eve.takeOutputs()).containsExactly(new Output.Shouted(ann.id(), "look!"));
        assertThat(eve.rows(Tag.RUNNERS)).isEqualTo(watched.rowsAsTold(Tag.RUNNERS)).hasSize(1);
        eve.leave();
        assertThat(watched.tryWatch("ben")).isInstanceOf(JoinResult.Joined.class);
    }

    @Test
    void keepsWhatAMemberHearsUntilItIsTaken() {
        SimMember<Input, Output> ann = room.join("ann");
        SimMember<Input, Output> ben = room.join("ben");
        ann.send(new Input.Shout("one"));
        ben.send(new Input.Shout("two"));
        Output one = new Output.Shouted(ann.id(), "one");
        Output two = new Output.Shouted(ben.id(), "two");
        assertThat(ben.lastOutput(Output.Shouted.class)).contains((Output.Shouted) two);
        assertThat(ben.lastOutput(Output.Over.class)).isEmpty();
        assertThat(ben.outputs(Output.Shouted.class)).hasSize(2);
        assertThat(ben.takeOutputs()).containsExactly(one, two);
        assertThat(ben.outputs()).isEmpty();
    }

    @Test
    void tellsAMemberWhichOfItsInputsWereAppliedOncePerTick() {
        SimMember<Input, Output> ann = room.join("ann");
        ann.send(new Input.Run(1, 0));
        ann.send(new Input.Run(0, 1));
        assertThat(ann.unapplied()).isEqualTo(2);
        room.ticks(1);
        assertThat(ann.unapplied()).isZero();
    }

    // ---- who comes and goes ----

    @Test
    void tellsWhyAJoinIsRefused() {
        assertThat(room.tryJoin("cheat")).isEqualTo(new JoinResult.Refused<>("not you"));
        assertThatThrownBy(() -> room.join("cheat"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("not you");
        List.of("ann", "ben", "cid", "dan").forEach(room::join);
        assertThat(room.tryJoin("eve", Bytes.EMPTY)).isEqualTo(new JoinResult.Full<>());
        room.shutDown();
        assertThat(room.tryJoin("eve")).isEqualTo(new JoinResult.Over<>());
    }

    @Test
    void aMemberThatComesBackHearsWhatItMissedAndIsHeard() {
        SimMember<Input, Output> ann = room.join("ann");
        SimMember<Input, Output> ben = room.join("ben");
        ann.drop();
        assertThat(ann.live()).isFalse();
        ben.send(new Input.Shout("where?"));
        ann.send(new Input.Shout("first"));
        ann.send(new Input.Shout("second"));
        room.ticks(5);
        assertThat(ann.outputs()).isEmpty();

        assertThat(ann.resume()).isEqualTo(new Resumption.Back(Recovery.RECOVERED));
        room.ticks(1);
        assertThat(ann.outputs(Output.Shouted.class))
                .extracting(Output.Shouted::text)
                .containsExactly("where?", "first", "second");
        assertThat(ben.takeOutputs()).isEqualTo(ann.takeOutputs());
        assertThat(ann.rows(Tag.RUNNERS)).isEqualTo(room.rowsAsTold(Tag.RUNNERS));
    }

    @Test
    void aMemberThatForgotEverythingGetsTheStateAnew() {
        SimMember<Input, Output> ann = room.join("ann");
        room.ticks(2);
        assertThat(ann.resumeAfresh()).isEqualTo(new Resumption.Back(Recovery.FRESH));
        assertThat(ann.rows(Tag.RUNNERS)).isEqualTo(room.rowsAsTold(Tag.RUNNERS)).hasSize(1);
    }

    @Test
    void aRingThatForgetsMakesResumesFresh() {
        RoomHarness<Input, Output, Event> forgetful = tag().limits(ringOf(64)).open();
        SimMember<Input, Output> ann = forgetful.join("ann");
        SimMember<Input, Output> ben = forgetful.join("ben");
        ann.drop();
        for (int i = 0; i < 20; i++) {
            ben.send(new Input.Shout("a long line, number " + i));
        }
        assertThat(ann.resume()).isEqualTo(new Resumption.Back(Recovery.FRESH));
    }

    @Test
    void whoComesBackToARoomThatIsOverIsTold() {
        SimMember<Input, Output> ann = room.join("ann");
        ann.drop();
        room.advance(Tag.ROUND);
        assertThat(room.closed()).isTrue();
        assertThat(ann.gone()).as("it cannot know").isEmpty();
        assertThat(ann.resume())
                .isInstanceOfSatisfying(
                        Resumption.Lost.class,
                        lost -> assertThat(lost.gone().reason()).isEqualTo(GoneReason.ROOM_CLOSED));
    }

    @Test
    void tellsHowAMembershipEnded() {
        SimMember<Input, Output> ann = room.join("ann");
        SimMember<Input, Output> ben = room.join("ben");
        SimMember<Input, Output> cid = room.join("cid");
        ann.send(new Input.Accuse(ben.id()));
        assertThat(ben.gone()).contains(new Gone(GoneReason.KICKED, "accused"));
        cid.leave();
        assertThat(cid.gone().orElseThrow().reason()).isEqualTo(GoneReason.LEFT);
        assertThat(room.rows(Tag.RUNNERS)).containsOnlyKeys(ann.id());
        assertThatThrownBy(() -> ben.send(new Input.Run(0, 0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("KICKED");
        room.advance(Tag.ROUND);
        assertThat(room.closed()).isTrue();
        assertThat(ann.gone()).contains(new Gone(GoneReason.ROOM_CLOSED, "the round is over"));
    }

    // ---- the world outside ----

    @Test
    void doesTheWorkOfAsksWhenTimePasses() {
        SimMember<Input, Output> ann = room.join("ann");
        assertThat(room.row(Tag.RUNNERS, ann.id()).colour()).isZero();
        assertThat(room.asks().waiting()).isOne();
        room.advance(RoomSetup.ASK_TIME_DEFAULT);
        assertThat(room.row(Tag.RUNNERS, ann.id()).colour()).isEqualTo(RED);
    }

    @Test
    void letsTheTestAnswerAsksOrTimeThemOut() {
        RoomHarness<Input, Output, Event> asked = tag().asksByTest().open();
        SimMember<Input, Output> ann = asked.join("ann");
        SimMember<Input, Output> ben = asked.join("ben");
        SimMember<Input, Output> cid = asked.join("cid");
        SimMember<Input, Output> dan = asked.join("dan");
        asked.asks().answerNext();
        asked.asks().answerNext(new Event.Colour(ben.id(), 3));
        asked.asks().failNext();
        asked.advance(Duration.ofMillis(9_999));
        assertThat(asked.rows(Tag.RUNNERS))
                .extractingByKeys(ann.id(), ben.id(), cid.id(), dan.id())
                .extracting(Runner::colour)
                .containsExactly(RED, 3, 1, 0);
        assertThat(asked.asks().waiting()).isOne();
        asked.advance(Duration.ofMillis(1));
        assertThat(asked.asks().waiting()).isZero();
        assertThatThrownBy(asked.asks()::answerNext).isInstanceOf(AssertionError.class);
    }

    @Test
    void workThatFailsIsAnsweredByOrElseAndCanBeLookedAt() {
        RoomHarness<Input, Output, Event> broken =
                RoomHarness.of(Tag.type(account -> Integer.parseInt(account))).open();
        SimMember<Input, Output> ann = broken.join("ann");
        broken.ticks(1);
        assertThat(broken.row(Tag.RUNNERS, ann.id()).colour()).isOne();
        assertThat(broken.asks().thrown())
                .singleElement()
                .isInstanceOf(NumberFormatException.class);
    }

    @Test
    void writesDownWhatTheRoomDoesToOthers() {
        room.rooms().add(Tag.SCORES);
        room.join("ann");
        room.join("ben").leave();
        room.advance(Tag.ROUND);
        assertThat(room.rooms().posts())
                .containsExactly(new SimRooms.Post(Tag.SCORES, "round over"));
        assertThat(room.agents().notices())
                .containsExactly(new SimAgents.Notice("dev:ann", "you ran"));
    }

    @Test
    void postsAsAServiceDoes() {
        SimMember<Input, Output> ann = room.join("ann");
        assertThat(room.post(new Event.Announced("hello"))).isEqualTo(Posted.DELIVERED);
        assertThat(ann.outputs()).containsExactly(new Output.Shouted(0, "hello"));
        room.shutDown();
        assertThat(room.post(new Event.Announced("hello"))).isEqualTo(Posted.ABSENT);
    }

    // ---- failures ----

    @Test
    void aRoomThatThrowsFailsTheTestWithItsExceptionAndTheEvent() {
        SimMember<Input, Output> ann = room.join("ann");
        assertThatThrownBy(() -> ann.send(new Input.Trip()))
                .isInstanceOf(RoomFailedError.class)
                .hasMessageContainingAll("tag/test", "seed 1", "tripped", "Received", "Trip")
                .cause()
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("tripped");
        assertThat(room.closed()).isTrue();
        assertThat(ann.gone().orElseThrow().reason()).isEqualTo(GoneReason.ROOM_FAILED);
    }

    @Test
    void aTestMayExpectThatARoomThrows() {
        SimMember<Input, Output> ann = room.join("ann");
        RoomFailure failure = room.expectFailure(() -> ann.send(new Input.Trip()));
        assertThat(failure.event()).isEqualTo(new RoomEvent.Received(1, new Input.Trip()));
        assertThat(failure.cause()).hasMessage("tripped");
        assertThat(room.failure()).contains(failure);
    }

    @Test
    void whatIsExpectedMustHappen() {
        assertThatThrownBy(() -> room.expectFailure(() -> room.ticks(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("did not fail");
        assertThat(room.failure()).isEmpty();
    }
}
