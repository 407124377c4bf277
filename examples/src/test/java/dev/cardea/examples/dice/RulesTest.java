package dev.cardea.examples.dice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.Audience;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules, without a room. */
class RulesTest {
    private static final long ANN = 1;
    private static final long BEN = 2;
    private static final long CLEO = 5;

    // ---- bids ----

    @ParameterizedTest
    @CsvSource({
        "2, 3, 1, 6, true",
        "2, 3, 2, 2, true",
        "2, 3, 2, 3, false",
        "2, 3, 2, 4, false",
        "2, 3, 3, 1, false",
        "1, 1, 0, 0, true",
    })
    void aBidIsAboveAnotherByMoreDiceOrAHigherFace(
            int count, int face, int otherCount, int otherFace, boolean above) {
        assertThat(new Bid(count, face).isAbove(new Bid(otherCount, otherFace))).isEqualTo(above);
    }

    @Test
    void anyTwoBidsHaveAnOrder() {
        List<Bid> all = allBids(4);
        for (int i = 0; i < all.size(); i++) {
            for (int j = 0; j < all.size(); j++) {
                assertThat(all.get(i).isAbove(all.get(j))).isEqualTo(i > j);
            }
        }
    }

    /** From the lowest to the highest. */
    private static List<Bid> allBids(int dice) {
        List<Bid> all = new ArrayList<>(List.of(Bid.NONE));
        for (int count = 1; count <= dice; count++) {
            for (int face = 1; face <= Bid.FACES; face++) {
                all.add(new Bid(count, face));
            }
        }
        return all;
    }

    @Test
    void aRaisedBidIsAboveAndPossibleAndOnlyTheHighestCannotBeRaised() {
        SplittableRandom random = new SplittableRandom(1);
        Bid highest = new Bid(4, Bid.FACES);
        for (Bid bid : allBids(4)) {
            for (int i = 0; i < 20; i++) {
                assertThat(bid.raised(4, random).isPresent()).isEqualTo(!bid.equals(highest));
                bid.raised(4, random)
                        .ifPresent(
                                higher -> {
                                    assertThat(higher.isAbove(bid)).isTrue();
                                    assertThat(allBids(4)).contains(higher);
                                });
            }
        }
    }

    // ---- hands ----

    @Test
    void aHandIsSeenByItsOwnerUntilItIsLifted() {
        Hand hand = new Hand(CLEO, false, dice(1, 6, 6));
        assertThat(hand.audience()).isEqualTo(Audience.only(CLEO));
        assertThat(hand.lifted().audience()).isEqualTo(Audience.everyone());
        assertThat(hand.lifted().dice()).isEqualTo(hand.dice());
    }

    @Test
    void aHandCountsAFace() {
        Hand hand = new Hand(ANN, false, dice(1, 6, 6));
        assertThat(hand.count(6)).isEqualTo(2);
        assertThat(hand.count(1)).isEqualTo(1);
        assertThat(hand.count(5)).isZero();
    }

    private static List<Byte> dice(int... faces) {
        List<Byte> dice = new ArrayList<>();
        for (int face : faces) {
            dice.add((byte) face);
        }
        return dice;
    }

    @Test
    void diceFallOnAllFacesAlike() {
        SplittableRandom random = new SplittableRandom(7);
        int[] fallen = new int[Bid.FACES + 1];
        int rolls = 6_000;
        for (int roll = 0; roll < rolls; roll++) {
            Hand hand = Hand.rolled(ANN, Player.DICE, random);
            assertThat(hand.dice()).hasSize(Player.DICE);
            hand.dice().forEach(die -> fallen[die]++);
        }
        assertThat(fallen[0]).isZero();
        for (int face = 1; face <= Bid.FACES; face++) {
            assertThat(fallen[face]).isBetween(4_700, 5_300);
        }
    }

    // ---- calls ----

    @ParameterizedTest
    @CsvSource({"2, 2", "3, 1", "4, 1"})
    void whoWasWrongLosesADie(int there, long loser) {
        Showdown showdown = new Showdown(ANN, BEN, new Bid(3, 4), there);
        assertThat(showdown.loser()).isEqualTo(loser);
    }

    // ---- turns ----

    @Test
    void turnsGoAroundTheTable() {
        List<Long> playing = List.of(ANN, BEN, CLEO);
        assertThat(Turns.after(playing, ANN)).isEqualTo(BEN);
        assertThat(Turns.after(playing, CLEO)).isEqualTo(ANN);
        assertThat(Turns.after(playing, 3)).as("who has left").isEqualTo(CLEO);
        assertThat(Turns.from(playing, BEN)).isEqualTo(BEN);
        assertThat(Turns.from(playing, 9)).isEqualTo(ANN);
    }

    // ---- rounds ----

    private final Round annBegins = Round.LOBBY.dealt(ANN, 1_000);
    private final Round annBade = annBegins.bade(new Bid(2, 3), BEN, 2_000);

    @Test
    void aGameNeedsTwoAndBeginsOnce() {
        assertThat(Round.LOBBY.objectionToStart(1)).hasValueSatisfying(hasWords("takes two"));
        assertThat(Round.LOBBY.objectionToStart(2)).isEmpty();
        assertThat(annBegins.objectionToStart(2)).hasValueSatisfying(hasWords("already"));
        assertThat(annBegins.won(ANN).objectionToStart(2)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "1, 3, 4, not your turn",
        "2, 2, 3, bid higher",
        "2, 1, 6, bid higher",
        "2, 3, 0, shows 1 to 6",
        "2, 3, 7, shows 1 to 6",
        "2, 11, 1, 'bid 1 to 10'",
        "2, 0, 4, 'bid 1 to 10'",
        "2, -2147483648, 4, 'bid 1 to 10'",
        "2, 2147483647, -2147483648, shows 1 to 6",
    })
    void refusesABidThatIsWrong(long who, int count, int face, String words) {
        assertThat(annBade.objectionToBid(who, new Bid(count, face), 10))
                .hasValueSatisfying(hasWords(words));
    }

    @ParameterizedTest
    @CsvSource({"2, 4", "3, 1", "10, 6"})
    void takesABidThatIsHigher(int count, int face) {
        assertThat(annBade.objectionToBid(BEN, new Bid(count, face), 10)).isEmpty();
    }

    @Test
    void onlyWhoseTurnItIsMayCallAndOnlyABid() {
        assertThat(annBegins.objectionToCall(ANN)).hasValueSatisfying(hasWords("nobody has bid"));
        assertThat(annBade.objectionToCall(ANN)).hasValueSatisfying(hasWords("not your turn"));
        assertThat(annBade.objectionToCall(BEN)).isEmpty();
    }

    @Test
    void nothingIsBidOrCalledBeforeTheGameOrWhileAllLookAtTheDice() {
        Bid bid = new Bid(5, 5);
        assertThat(Round.LOBBY.objectionToBid(0, bid, 10)).hasValueSatisfying(hasWords("begun"));
        assertThat(Round.LOBBY.objectionToCall(0)).hasValueSatisfying(hasWords("begun"));
        Round reveal = annBade.called(1, 3_000);
        for (long who : List.of(0L, ANN, BEN)) {
            assertThat(reveal.objectionToBid(who, bid, 10)).hasValueSatisfying(hasWords("wait"));
            assertThat(reveal.objectionToCall(who)).hasValueSatisfying(hasWords("wait"));
        }
    }

    @Test
    void aRoundTellsWhatHappenedInIt() {
        assertThat(annBade)
                .isEqualTo(new Round(Phase.BIDDING, 1, BEN, 2_000, new Bid(2, 3), ANN, null, 0));
        Showdown showdown = new Showdown(BEN, ANN, new Bid(2, 3), 1);
        Round reveal = annBade.called(1, 3_000);
        assertThat(reveal)
                .isEqualTo(new Round(Phase.REVEAL, 1, 0, 3_000, new Bid(2, 3), ANN, showdown, 0));
        assertThat(reveal.dealt(ANN, 4_000))
                .isEqualTo(new Round(Phase.BIDDING, 2, ANN, 4_000, Bid.NONE, 0, showdown, 0));
        assertThat(reveal.won(BEN))
                .isEqualTo(new Round(Phase.LOBBY, 1, 0, 0, Bid.NONE, 0, showdown, BEN));
    }

    private static Consumer<String> hasWords(String words) {
        return why -> assertThat(why).contains(words);
    }

    // ---- players ----

    @Test
    void aNameThatIsTooLongIsCutWithoutHalvingACharacter() {
        assertThat(Player.named("x".repeat(16)).name()).isEqualTo("x".repeat(16));
        assertThat(Player.named("\u00fc".repeat(60)).name()).isEqualTo("\u00fc".repeat(16));
        assertThat(Player.named("x" + "\ud83d\ude80".repeat(20)).name())
                .isEqualTo("x" + "\ud83d\ude80".repeat(7));
    }

    @Test
    void whoHasNoDiceDoesNotPlay() {
        Player ann = Player.named("ann");
        assertThat(ann.plays()).isFalse();
        ann = ann.withAllDice();
        for (int dice = Player.DICE; dice > 0; dice--) {
            assertThat(ann.plays()).isTrue();
            assertThat(ann.dice()).isEqualTo((byte) dice);
            ann = ann.withoutOne();
        }
        assertThat(ann.plays()).isFalse();
        assertThat(ann.withoutOne()).isEqualTo(ann);
    }
}
