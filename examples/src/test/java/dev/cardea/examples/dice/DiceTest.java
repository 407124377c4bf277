package dev.cardea.examples.dice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.examples.dice.Dice.Event;
import dev.cardea.examples.dice.Dice.Input;
import dev.cardea.examples.dice.Dice.Output;
import dev.cardea.room.RoomType.Origin;
import dev.cardea.room.replay.RecordedType;
import dev.cardea.testkit.room.JoinResult;
import dev.cardea.testkit.room.RoomHarness;
import dev.cardea.testkit.room.SimMember;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One table, step by step. */
class DiceTest {
    private final RoomHarness<Input, Output, Event> room = RoomHarness.of(Dice.type()).open();
    private final SimMember<Input, Output> ann = room.join("ann");
    private final SimMember<Input, Output> ben = room.join("ben");

    private Round round() {
        return room.row(Dice.ROUND, Dice.ONLY);
    }

    private SimMember<Input, Output> whoseTurnItIs() {
        return round().turn() == ann.id() ? ann : ben;
    }

    private SimMember<Input, Output> theOther() {
        return round().turn() == ann.id() ? ben : ann;
    }

    private byte dice(SimMember<Input, Output> of) {
        return room.row(Dice.PLAYERS, of.id()).dice();
    }

    private void start() {
        ann.send(new Input.Start());
        ann.takeOutputs();
        ben.takeOutputs();
    }

    /** A bid that is true, as far as the own dice go. */
    private Bid trueBid(SimMember<Input, Output> by) {
        return new Bid(1, by.row(Dice.HANDS, by.id()).dice().getFirst());
    }

    /** A bid that no dice make true, or the luckiest of throws. */
    private Bid lie() {
        for (int face = 1; face <= Bid.FACES; face++) {
            int there = 0;
            for (Hand hand : room.rows(Dice.HANDS).values()) {
                there += hand.count(face);
            }
            if (there < 10) {
                return new Bid(10, face);
            }
        }
        throw new AssertionError("dice of six faces at once");
    }

    @Test
    void isATableForFriendsWhoKnowItsCode() {
        assertThat(Dice.type().origin()).isEqualTo(Origin.CODE);
        assertThat(Dice.type().isListed()).isFalse();
    }

    @Test
    void canBeRecorded() {
        assertThat(RecordedType.of(Dice.type()).schemaJson()).contains("TurnOver", "RevealOver");
    }

    @Test
    void tellsEachWhichPlayerItIs() {
        assertThat(ann.outputs()).containsExactly(new Output.You(ann.id()));
        assertThat(ben.outputs()).containsExactly(new Output.You(ben.id()));
        ben.takeOutputs();
        ben.resumeAfresh();
        assertThat(ben.outputs()).containsExactly(new Output.You(ben.id()));
    }

    @Test
    void dealsFiveDiceOfWhichEachSeesItsOwn() {
        ben.send(new Input.Start());
        assertThat(round().phase()).isEqualTo(Phase.BIDDING);
        assertThat(ann.rows(Dice.HANDS)).containsOnlyKeys(ann.id());
        assertThat(ben.rows(Dice.HANDS)).containsOnlyKeys(ben.id());
        assertThat(ann.row(Dice.HANDS, ann.id()).dice()).hasSize(5);
        assertThat(ann.rows(Dice.PLAYERS).values()).extracting(Player::dice).containsOnly((byte) 5);
        assertThat(ann.lastOutput(Output.Dealt.class))
                .contains(new Output.Dealt(1, round().turn()));
    }

    @Test
    void hidesAHandAgainWhenAllRollAnew() {
        start();
        whoseTurnItIs().send(new Input.Raise(lie()));
        whoseTurnItIs().send(new Input.Liar());
        assertThat(ann.rows(Dice.HANDS)).containsOnlyKeys(ann.id(), ben.id());
        assertThat(ben.rows(Dice.HANDS)).isEqualTo(ann.rows(Dice.HANDS));
        room.advance(Dice.REVEAL.minusMillis(1));
        assertThat(ann.rows(Dice.HANDS)).hasSize(2);
        room.advance(Duration.ofMillis(1));
        assertThat(ann.rows(Dice.HANDS)).containsOnlyKeys(ann.id());
        assertThat(ben.rows(Dice.HANDS)).containsOnlyKeys(ben.id());
    }

    @Test
    void aLiarWhoIsCalledLosesADieAndBegins() {
        start();
        SimMember<Input, Output> liar = whoseTurnItIs();
        SimMember<Input, Output> caller = theOther();
        Bid bid = lie();
        liar.send(new Input.Raise(bid));
        caller.send(new Input.Liar());
        Showdown showdown = round().last();
        assertThat(showdown).isNotNull();
        assertThat(showdown).isEqualTo(new Showdown(caller.id(), liar.id(), bid, showdown.there()));
        assertThat(liar.outputs())
                .isEqualTo(caller.outputs())
                .containsExactly(
                        new Output.Bade(liar.id(), bid, false),
                        new Output.Called(showdown, liar.id(), false));
        assertThat(dice(liar)).as("all look at five dice").isEqualTo((byte) 5);
        room.advance(Dice.REVEAL);
        assertThat(dice(liar)).isEqualTo((byte) 4);
        assertThat(dice(caller)).isEqualTo((byte) 5);
        assertThat(round().turn()).isEqualTo(liar.id());
    }

    @Test
    void whoCallsAnHonestOneLosesADieAndBegins() {
        start();
        SimMember<Input, Output> caller = theOther();
        SimMember<Input, Output> honest = whoseTurnItIs();
        honest.send(new Input.Raise(trueBid(honest)));
        caller.send(new Input.Liar());
        room.advance(Dice.REVEAL);
        assertThat(dice(caller)).isEqualTo((byte) 4);
        assertThat(dice(honest)).isEqualTo((byte) 5);
        assertThat(round().turn()).isEqualTo(caller.id());
    }

    @Test
    void whoHasNoDieIsOutAndTheOtherHasWonAndAllMayPlayAgain() {
        start();
        while (round().phase() == Phase.BIDDING) {
            SimMember<Input, Output> first = whoseTurnItIs();
            first.send(new Input.Raise(first == ann ? trueBid(ann) : lieOfBen()));
            theOneWhoIsNot(first).send(new Input.Liar());
            room.advance(Dice.REVEAL);
        }
        assertThat(round().winner()).isEqualTo(ann.id());
        assertThat(dice(ben)).isZero();
        assertThat(ben.outputs(Output.Out.class)).containsExactly(new Output.Out(ben.id()));
        assertThat(ben.lastOutput(Output.Won.class)).contains(new Output.Won(ann.id()));
        assertThat(room.rows(Dice.HANDS)).isEmpty();

        ben.send(new Input.Start());
        assertThat(List.of(dice(ann), dice(ben))).containsOnly((byte) 5);
        assertThat(round().number()).isEqualTo(1);
        assertThat(round().last()).isNull();
        assertThat(round().winner()).isZero();
    }

    private SimMember<Input, Output> theOneWhoIsNot(SimMember<Input, Output> one) {
        return one == ann ? ben : ann;
    }

    /** More of a face than there is, of as many dice as there are. */
    private Bid lieOfBen() {
        int all = dice(ann) + dice(ben);
        byte annHas = ann.row(Dice.HANDS, ann.id()).dice().getFirst();
        return new Bid(all, annHas == 1 ? 2 : 1);
    }

    // ---- what is wrong ----

    @ParameterizedTest
    @CsvSource({"0, 3", "11, 3", "2, 0", "2, 7", "1, 6", "2, 2", "-1, -1", "2147483647, 6"})
    void answersAWrongBidPolitelyToItsSenderAloneAndChangesNothing(int count, int face) {
        start();
        whoseTurnItIs().send(new Input.Raise(new Bid(2, 2)));
        refuses(whoseTurnItIs(), new Input.Raise(new Bid(count, face)));
    }

    @Test
    void answersWhoIsTooEarlyPolitely() {
        refuses(ann, new Input.Raise(new Bid(1, 1)));
        refuses(ann, new Input.Liar());
        start();
        refuses(ann, new Input.Start());
        refuses(whoseTurnItIs(), new Input.Liar());
        refuses(theOther(), new Input.Raise(new Bid(1, 1)));
        whoseTurnItIs().send(new Input.Raise(new Bid(1, 1)));
        refuses(theOther(), new Input.Liar());
        whoseTurnItIs().send(new Input.Liar());
        refuses(ann, new Input.Liar());
        refuses(ben, new Input.Raise(new Bid(9, 6)));
        refuses(ben, new Input.Start());
    }

    @Test
    void aGameTakesTwo() {
        ben.leave();
        refuses(ann, new Input.Start());
    }

    private void refuses(SimMember<Input, Output> from, Input input) {
        ann.takeOutputs();
        ben.takeOutputs();
        Map<Long, Player> players = room.rows(Dice.PLAYERS);
        Map<Long, Hand> hands = room.rows(Dice.HANDS);
        Round before = round();
        from.send(input);
        assertThat(from.outputs()).hasSize(1).hasOnlyElementsOfType(Output.Sorry.class);
        assertThat(theOneWhoIsNot(from).outputs()).isEmpty();
        assertThat(room.rows(Dice.PLAYERS)).isEqualTo(players);
        assertThat(room.rows(Dice.HANDS)).isEqualTo(hands);
        assertThat(round()).isEqualTo(before);
    }

    // ---- time, and who comes and goes ----

    @Test
    void playsForWhomItTakesTooLong() {
        start();
        long late = round().turn();
        assertThat(round().endsAtMillis()).isEqualTo(room.now().plus(Dice.TURN).toEpochMilli());
        room.advance(Dice.TURN.minusMillis(1));
        assertThat(round().turn()).isEqualTo(late);
        room.advance(Duration.ofMillis(1));
        assertThat(round().bidder()).isEqualTo(late);
        assertThat(round().bid().count()).isEqualTo(1);
        assertThat(ann.outputs()).containsExactly(new Output.Bade(late, round().bid(), true));
    }

    @Test
    void aTurnThatWasTakenGivesTheNextItsWholeTime() {
        start();
        room.advance(Dice.TURN.minusSeconds(1));
        whoseTurnItIs().send(new Input.Raise(new Bid(1, 1)));
        Round bade = round();
        room.advance(Dice.TURN.minusSeconds(1));
        assertThat(round()).isEqualTo(bade);
    }

    @Test
    void whoLosesTheConnectionKeepsSeatAndDice() {
        start();
        Hand hand = room.row(Dice.HANDS, ben.id());
        ben.drop();
        assertThat(ann.row(Dice.PLAYERS, ben.id()).connected()).isFalse();
        ben.resumeAfresh();
        assertThat(ann.row(Dice.PLAYERS, ben.id()).connected()).isTrue();
        assertThat(ben.rows(Dice.HANDS)).containsExactly(Map.entry(ben.id(), hand));
    }

    @Test
    void whoComesBackAfterTheRevealHasNoneOfItsDice() {
        start();
        whoseTurnItIs().send(new Input.Raise(lie()));
        whoseTurnItIs().send(new Input.Liar());
        ben.drop();
        room.advance(Dice.REVEAL);
        ben.resume();
        assertThat(ben.rows(Dice.HANDS)).containsOnlyKeys(ben.id());
        assertThat(ben.row(Dice.HANDS, ben.id()).shown()).isFalse();
    }

    @Test
    void whoLeavesTakesTheDiceAlongAndTheOthersRollAnew() {
        SimMember<Input, Output> cleo = room.join("cleo");
        start();
        Hand before = room.row(Dice.HANDS, ann.id());
        ben.leave();
        assertThat(room.rows(Dice.PLAYERS)).containsOnlyKeys(ann.id(), cleo.id());
        assertThat(room.rows(Dice.HANDS)).containsOnlyKeys(ann.id(), cleo.id());
        assertThat(room.row(Dice.HANDS, ann.id())).isNotEqualTo(before);
        assertThat(round().number()).isEqualTo(2);
        assertThat(round().turn()).isIn(ann.id(), cleo.id());
        cleo.leave();
        assertThat(round().phase()).isEqualTo(Phase.LOBBY);
        assertThat(round().winner()).isEqualTo(ann.id());
        room.advance(Dice.TURN.multipliedBy(2));
        assertThat(round().phase()).isEqualTo(Phase.LOBBY);
    }

    @Test
    void whoLeavesWhileAllLookAtTheDiceEndsTheGameAfterThat() {
        start();
        whoseTurnItIs().send(new Input.Raise(lie()));
        whoseTurnItIs().send(new Input.Liar());
        ben.leave();
        assertThat(round().phase()).isEqualTo(Phase.REVEAL);
        room.advance(Dice.REVEAL);
        assertThat(round().winner()).isEqualTo(ann.id());
    }

    @Test
    void whoComesLateWatchesAndPlaysTheNextGame() {
        start();
        SimMember<Input, Output> cleo = room.join("cleo");
        assertThat(cleo.rows(Dice.HANDS)).isEmpty();
        assertThat(dice(cleo)).isZero();
        whoseTurnItIs().send(new Input.Raise(lie()));
        whoseTurnItIs().send(new Input.Liar());
        assertThat(cleo.rows(Dice.HANDS)).hasSize(2);
        ben.leave();
        room.advance(Dice.REVEAL);
        cleo.send(new Input.Start());
        assertThat(dice(cleo)).isEqualTo((byte) 5);
        assertThat(cleo.rows(Dice.HANDS)).containsOnlyKeys(cleo.id());
    }

    @Test
    void hasSixSeats() {
        for (int i = 3; i <= Dice.SEATS; i++) {
            room.join("guest" + i);
        }
        assertThat(room.tryJoin("late")).isEqualTo(new JoinResult.Full<>());
    }
}
