package dev.cardea.testkit.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.room.Agents.Presence;
import dev.cardea.testkit.room.Odd.Input;
import dev.cardea.testkit.room.Odd.Output;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.GoneReason;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the harness makes of rooms that do what they should not, or seldom do. */
class OddRoomsTest {
    private final RoomHarness<Input, Output, Output> room = RoomHarness.of(Odd.type()).open();
    private final SimMember<Input, Output> ann = room.join("ann");

    @AfterEach
    void acceptAgain() {
        Output.Picky.refuses = false;
    }

    private void act(String what) {
        ann.send(new Input.Do(what));
    }

    @Test
    void findsAnInputThatDoesNotSurviveItsCodec() {
        assertThatThrownBy(() -> ann.send(new Input.Growing(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("an input of ann", "size=3", "size=4");
    }

    @Test
    void findsAnOutputThatCannotBeRead() {
        act("fine");
        Output.Picky.refuses = false;
        Output picky = new Output.Picky("a");
        Output.Picky.refuses = true;
        assertThatThrownBy(() -> room.post(picky))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("an output to ann", "does not survive");
    }

    @Test
    void findsARowThatDoesNotSurviveItsCodec() {
        act("title");
        assertThatThrownBy(() -> room.rowsAsTold(Odd.TITLES))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("table titles, row 1", "sir!!", "sir!!!");
    }

    @Test
    void findsARoomThatNeverComesToRest() {
        assertThatThrownBy(() -> act("spin"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("does not come to rest");
    }

    @Test
    void workAsideMayNotTouchTheStage() {
        act("touch the stage aside");
        room.advance(RoomSetup.ASK_TIME_DEFAULT);
        assertThat(ann.outputs()).containsExactly(new Output.Told("orElse"));
        assertThat(room.asks().thrown()).singleElement().isInstanceOf(IllegalStateException.class);
    }

    @Test
    void workAsideMayWaitForOtherRooms() {
        act("wait aside");
        room.rooms().add(Odd.OTHER);
        room.advance(RoomSetup.ASK_TIME_DEFAULT);
        assertThat(ann.outputs()).containsExactly(new Output.Told("other is DELIVERED"));
        assertThat(room.rooms().posts()).containsExactly(new SimRooms.Post(Odd.OTHER, "hello"));
    }

    @Test
    void othersAnswerWhenTheRoomsMethodHasReturned() {
        room.rooms().add(Odd.OTHER);
        act("post elsewhere");
        assertThat(ann.outputs()).containsExactly(new Output.Told("answered: "));
    }

    @Test
    void whatARoomPostsToItselfComesAsAnEvent() {
        act("post to itself");
        assertThat(ann.outputs())
                .containsExactly(new Output.Told("answered: "), new Output.Told("a post"));
        assertThat(room.rooms().posts()).isEmpty();
    }

    @Test
    void roomsThatItCreatesExistFromThenOn() {
        act("create");
        act("create");
        assertThat(ann.outputs())
                .containsExactly(
                        new Output.Told("CREATED and there"), new Output.Told("EXISTED and there"));
        assertThat(room.rooms().creations())
                .containsExactly(new SimRooms.Creation(Odd.OTHER, Bytes.EMPTY));
    }

    @Test
    void agentsKnowWhetherTheirPlayersAreThere() {
        assertThat(presence("dev:ann")).isEqualTo(Presence.ONLINE);
        assertThat(presence("dev:ben")).isEqualTo(Presence.ABSENT);
        ann.drop();
        assertThat(presence("dev:ann")).isEqualTo(Presence.AWAY);
        room.agents().set("dev:ben", Presence.ONLINE);
        assertThat(presence("dev:ben")).isEqualTo(Presence.ONLINE);
    }

    private Presence presence(String account) {
        CompletableFuture<Presence> answer = room.agents().presence(account).toCompletableFuture();
        assertThat(answer).as("not at once").isNotDone();
        room.advance(Duration.ZERO);
        return answer.join();
    }

    @Test
    void aRoomWithoutTicksRunsWhenSomethingHappens() {
        assertThatThrownBy(() -> room.ticks(1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not tick");
        act("hello");
        assertThat(ann.outputs()).containsExactly(new Output.Told("HELLO"));
        assertThat(ann.unapplied()).isZero();
    }

    @Test
    void whoIsAwayForTooLongLosesItsSeat() {
        room.join("ben");
        ann.drop();
        room.advance(Duration.ofSeconds(59));
        assertThat(ann.gone()).isEmpty();
        room.advance(Duration.ofSeconds(2));
        Resumption lost = ann.resume();
        assertThat(lost)
                .isInstanceOfSatisfying(
                        Resumption.Lost.class,
                        l -> assertThat(l.gone().reason()).isEqualTo(GoneReason.NO_SEAT));
    }

    @Test
    void aRoomWithoutMembersClosesAsItsTypeSays() {
        ann.leave();
        room.advance(Duration.ofSeconds(29));
        assertThat(room.closed()).isFalse();
        room.advance(Duration.ofSeconds(2));
        assertThat(room.closed()).isTrue();
    }
}
