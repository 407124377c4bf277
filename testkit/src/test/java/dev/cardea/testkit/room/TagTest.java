package dev.cardea.testkit.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.testkit.room.Tag.Input;
import dev.cardea.testkit.room.Tag.Output;
import dev.cardea.testkit.room.Tag.Runner;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A game's test as its author would write it; docs/TESTING-ROOMS.md shows pieces of it. */
class TagTest {
    @Test
    void whoRunsIsSeenRunning() {
        var room = RoomHarness.of(Tag.type(account -> 7)).seed(7).open();
        var ann = room.join("ann");
        var ben = room.join("ben");

        ann.send(new Input.Run(0, 1));
        room.ticks(200);

        assertThat(room.row(Tag.RUNNERS, ann.id()).y()).isEqualTo(Tag.SIDE);
        assertThat(ben.row(Tag.RUNNERS, ann.id()).y()).isEqualTo(Tag.SIDE);
        assertThat(ben.rows(Tag.RUNNERS)).isEqualTo(room.rowsAsTold(Tag.RUNNERS));
    }

    @Test
    void aRoundLastsHalfAMinute() {
        var room = RoomHarness.of(Tag.type(account -> 7)).open();
        var ann = room.join("ann");

        room.advance(Duration.ofSeconds(29));
        assertThat(ann.lastOutput(Output.Over.class)).isEmpty();
        room.advance(Duration.ofSeconds(1));
        assertThat(ann.lastOutput(Output.Over.class)).contains(new Output.Over(ann.id()));
        assertThat(ann.gone().orElseThrow().text()).isEqualTo("the round is over");
        assertThat(room.closed()).isTrue();
    }

    @Test
    void cheatsStayOutside() {
        var room = RoomHarness.of(Tag.type(account -> 7)).open();
        assertThat(room.tryJoin("cheat")).isEqualTo(new JoinResult.Refused<>("not you"));
    }

    @Test
    void aColourThatNobodyKnowsIsOne() {
        var room = RoomHarness.of(Tag.type(account -> 7)).asksByTest().open();
        var ann = room.join("ann");
        var ben = room.join("ben");

        room.asks().answerNext();
        room.advance(Duration.ofSeconds(10));

        assertThat(room.row(Tag.RUNNERS, ann.id()).colour()).isEqualTo(7);
        assertThat(room.row(Tag.RUNNERS, ben.id()).colour()).isEqualTo(1);
    }

    @Test
    void theScoresAreTold() {
        var room = RoomHarness.of(Tag.type(account -> 7)).open();
        room.rooms().add(Tag.SCORES);
        room.join("ann");
        room.advance(Tag.ROUND);
        assertThat(room.rooms().posts())
                .containsExactly(new SimRooms.Post(Tag.SCORES, "round over"));
        assertThat(room.agents().notices())
                .containsExactly(new SimAgents.Notice("dev:ann", "you ran"));
    }

    @Test
    void whoTripsEndsTheRoom() {
        var room = RoomHarness.of(Tag.type(account -> 7)).open();
        var ann = room.join("ann");
        RoomFailure failure = room.expectFailure(() -> ann.send(new Input.Trip()));
        assertThat(failure.cause()).hasMessage("tripped");
    }

    @Test
    void everybodyHasTheSameFieldAfterABadDay() {
        SimNetwork badDay =
                SimNetwork.withLatency(Duration.ofMillis(40))
                        .jitter(Duration.ofMillis(30))
                        .cut(Duration.ofMillis(800), Duration.ofMillis(500), 8);
        for (long seed = 1; seed <= 20; seed++) {
            var room = RoomHarness.of(Tag.type(account -> 7)).seed(seed).network(badDay).open();
            var ann = room.join("ann");
            var ben = room.join("ben");
            for (int i = 0; i < 40; i++) {
                ann.send(new Input.Run(room.random().nextFloat(-1, 1), 0));
                ben.send(new Input.Shout("line " + i));
                room.ticks(3);
            }
            room.settle();
            assertThat(ann.outputs(Output.Shouted.class)).as("seed %d", seed).hasSize(40);
            assertThat(ann.rows(Tag.RUNNERS))
                    .as("seed %d", seed)
                    .isEqualTo(room.rowsAsTold(Tag.RUNNERS));
        }
    }

    @Test
    void theRoomKeepsWhatItPutAndMembersGetItRounded() {
        var room = RoomHarness.of(Tag.type(account -> 7)).open();
        var ann = room.join("ann");
        Runner own = room.row(Tag.RUNNERS, ann.id());
        room.ticks(1);
        Runner told = ann.row(Tag.RUNNERS, ann.id());
        assertThat(told).isNotEqualTo(own).isEqualTo(room.rowsAsTold(Tag.RUNNERS).get(ann.id()));
    }

    @Test
    void goesOnAfterItsProcessHasDied() {
        var room = RoomHarness.of(Tag.type(account -> 7)).open();
        var ann = room.join("ann");
        ann.send(new Input.Run(1, 0));
        room.ticks(10);
        room.save();
        room.ticks(3);
        room.crash();

        assertThat(room.members()).contains(ann);
        assertThat(ann.rows(Tag.RUNNERS)).isEqualTo(room.rowsAsTold(Tag.RUNNERS));
        room.advance(Tag.ROUND);
        assertThat(ann.outputs()).containsExactly(new Output.Over(ann.id()));
    }
}
