package dev.cardea.examples.dice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.examples.dice.Dice.Event;
import dev.cardea.examples.dice.Dice.Input;
import dev.cardea.examples.dice.Dice.Output;
import dev.cardea.room.RoomType;
import dev.cardea.testkit.room.Determinism;
import dev.cardea.testkit.room.RoomHarness;
import dev.cardea.testkit.room.RoomScript;
import dev.cardea.testkit.room.SimMember;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Whole games of whole evenings, with many seeds. */
class DiceGamesTest {
    private static final int SEEDS = 300;

    private static RoomHarness<Input, Output, Event> room(long seed) {
        return RoomHarness.of(Dice.type()).seed(seed).open();
    }

    @Test
    void nobodySeesADieBeforeItsTimeAndOneWins() {
        for (long seed = 1; seed <= SEEDS; seed++) {
            RoomHarness<Input, Output, Event> room = room(seed);
            Evening evening = new Evening(room);
            int players = 2 + (int) (seed % 5);
            evening.come(players);
            evening.game(Evening::play);

            Map<Long, Player> at = room.rows(Dice.PLAYERS);
            List<Long> left = at.keySet().stream().filter(id -> dice(at, id) > 0).toList();
            assertThat(left).as("seed %d", seed).containsExactly(evening.round().winner());
            for (SimMember<Input, Output> friend : evening.friends()) {
                assertThat(friend.outputs(Output.Won.class)).containsExactly(wonBy(left));
                assertThat(friend.outputs(Output.Out.class)).hasSize(players - 1);
                assertThat(friend.outputs(Output.Sorry.class)).isEmpty();
            }
            assertThat(evening.looksAtHidden()).isGreaterThan(players * 5);
            assertThat(evening.looksAtLifted()).isGreaterThanOrEqualTo(players * Player.DICE);
        }
    }

    private static byte dice(Map<Long, Player> at, long id) {
        Player player = at.get(id);
        return player == null ? 0 : player.dice();
    }

    private static Output.Won wonBy(List<Long> left) {
        return new Output.Won(left.getFirst());
    }

    @Test
    void norWhateverHappens() {
        int winners = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            Evening evening = new Evening(room(seed));
            evening.come(3);
            for (int game = 0; game < 2 && evening.friends().size() > 1; game++) {
                evening.game(Evening::anything);
                winners += evening.round().winner() > 0 ? 1 : 0;
            }
        }
        assertThat(winners).isGreaterThan(SEEDS);
    }

    /** Friends who say nothing at all. */
    @Test
    void theRoomPlaysForThoseWhoDoNotUntilOneHasWon() {
        RoomHarness<Input, Output, Event> room = room(3);
        Evening evening = new Evening(room);
        evening.come(3);
        evening.game(any -> room.advance(Duration.ofSeconds(5)));
        SimMember<Input, Output> ann = evening.friends().getFirst();
        assertThat(ann.outputs(Output.Bade.class)).isNotEmpty().allMatch(Output.Bade::late);
        assertThat(ann.outputs(Output.Called.class)).isNotEmpty().allMatch(Output.Called::late);
        assertThat(evening.round().winner()).isPositive();
    }

    /** What {@link Determinism} plays here and elsewhere. */
    static final class Script implements RoomScript<Input, Output, Event> {
        @Override
        public RoomType<Input, Output, Event> type() {
            return Dice.type();
        }

        @Override
        public void play(RoomHarness<Input, Output, Event> room) {
            Evening evening = new Evening(room);
            evening.come(4);
            evening.game(Evening::anything);
        }
    }

    @Test
    void dependsOnNothingButItsEvents() {
        Determinism.check(Script.class, 7);
    }
}
