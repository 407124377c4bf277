package dev.cardea.testkit.room;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.cardea.room.None;
import dev.cardea.room.RoomType;
import dev.cardea.testkit.room.Determinism.Difference;
import dev.cardea.testkit.room.Tag.Event;
import dev.cardea.testkit.room.Tag.Input;
import dev.cardea.testkit.room.Tag.Output;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts processes. */
@Timeout(300)
class DeterminismIT {
    private static final long SEED = 7;

    /** A game of tag over a bad network. */
    static final class Game implements RoomScript<Input, Output, Event> {
        @Override
        public RoomType<Input, Output, Event> type() {
            return Tag.type(String::length);
        }

        @Override
        public RoomSetup<Input, Output, Event> setUp(RoomSetup<Input, Output, Event> setup) {
            return setup.network(
                    SimNetwork.withLatency(Duration.ofMillis(20))
                            .cut(Duration.ofSeconds(1), Duration.ofSeconds(1), 5));
        }

        @Override
        public void play(RoomHarness<Input, Output, Event> room) {
            var ann = room.join("ann");
            var ben = room.join("ben");
            for (int i = 0; i < 80; i++) {
                ann.send(new Input.Run(room.random().nextFloat(-1, 1), 0));
                ben.send(new Input.Shout("i am at " + i));
                room.ticks(2);
            }
            ann.leave();
            room.advance(Tag.ROUND);
        }
    }

    /** Half a round of two who run about. */
    static final class TwoRunners implements RoomScript<Input, Output, Event> {
        @Override
        public RoomType<Input, Output, Event> type() {
            return Tag.type(account -> 7);
        }

        @Override
        public void play(RoomHarness<Input, Output, Event> room) {
            var ann = room.join("ann");
            var ben = room.join("ben");
            for (int i = 0; i < 100; i++) {
                ann.send(new Input.Run(room.random().nextFloat(-1, 1), 0));
                ben.send(new Input.Run(0, room.random().nextFloat(-1, 1)));
                room.ticks(1);
            }
            ben.drop();
            room.ticks(10);
            ben.resume();
        }
    }

    @Test
    void theGuidesRoomPasses() {
        Determinism.check(TwoRunners.class, 7);
    }

    @Test
    void aRoomThatDependsOnItsEventsAlonePasses() {
        Determinism.check(Game.class, SEED);
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Wayward.Chance.class,
                Wayward.Clock.class,
                Wayward.OrderOfSets.class,
                Wayward.OrderOfMaps.class,
                Wayward.Identity.class,
                Wayward.OrderOfEnums.class,
                Wayward.Locale.class
            })
    void findsWhatARoomDependsOnBesideItsEvents(
            Class<? extends RoomScript<None, Wayward.Output, None>> script) {
        Optional<Difference> found = Determinism.firstDifference(script, SEED);
        assertThat(found).isPresent();
        Difference first = found.get();
        assertThat(first.tick()).as("the first that is not calm").isEqualTo(4);
        assertThat(first.here()).startsWith("table values, row 1: Value[text=");
        assertThat(first.there())
                .startsWith("table values, row 1: Value[text=")
                .isNotEqualTo(first.here());
    }

    @Test
    void findsWhatIsOnlySaid() {
        Difference first = Determinism.firstDifference(Wayward.Spoken.class, SEED).orElseThrow();
        assertThat(first.tick()).isEqualTo(4);
        assertThat(first.here()).startsWith("said to ann: Said[text=0.");
    }

    @Test
    void findsMathThatIsNotStrict() {
        long strict = Wayward.Power.sum(StrictMath::pow);
        assumeThat(Wayward.Power.sum(Math::pow)).as("on this processor").isNotEqualTo(strict);
        Difference first = Determinism.firstDifference(Wayward.Power.class, SEED).orElseThrow();
        assertThat(first.there()).endsWith("Value[text=" + strict + "]");
    }

    @Test
    void saysWhatWasDifferentAndWhen() {
        assertThatThrownBy(() -> Determinism.check(Wayward.Locale.class, SEED))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll(
                        "Wayward$Locale", "seed 7", "after tick 4", "row 1", "INN", "İNN");
    }

    @Test
    void aScriptThatFailsElsewhereIsShownAsItFailed() {
        assertThatThrownBy(() -> Determinism.check(Wayward.Breaks.class, SEED))
                .isInstanceOf(AssertionError.class)
                .hasMessageContainingAll("exit code 1", "not here");
    }
}
