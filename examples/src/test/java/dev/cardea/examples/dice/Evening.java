package dev.cardea.examples.dice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.examples.dice.Dice.Event;
import dev.cardea.examples.dice.Dice.Input;
import dev.cardea.examples.dice.Dice.Output;
import dev.cardea.testkit.room.RoomHarness;
import dev.cardea.testkit.room.SimMember;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Friends who play whole games at random, lose connections, leave and come late; after each step a
 * look over everybody's shoulder. Confined to the test.
 */
final class Evening {
    private static final int STEPS_MAX = 3_000;

    private final RoomHarness<Input, Output, Event> room;
    private final RandomGenerator random;
    private final List<SimMember<Input, Output>> friends = new ArrayList<>();
    private int guests;
    private int looksAtHidden;
    private int looksAtLifted;

    Evening(RoomHarness<Input, Output, Event> room) {
        this.room = room;
        this.random = room.random();
    }

    /** How often a member was looked at who must not see the dice of others that there are. */
    int looksAtHidden() {
        return looksAtHidden;
    }

    /** How often a member was looked at who must see all dice. */
    int looksAtLifted() {
        return looksAtLifted;
    }

    List<SimMember<Input, Output>> friends() {
        return friends;
    }

    void come(int more) {
        for (int i = 0; i < more; i++) {
            guests++;
            friends.add(room.join("guest" + guests));
            check();
        }
    }

    Round round() {
        return room.row(Dice.ROUND, Dice.ONLY);
    }

    /** From the start until somebody has won, or all have left. */
    void game(Steps steps) {
        friends.forEach(SimMember::resume);
        friends.removeIf(friend -> friend.gone().isPresent());
        if (friends.size() < Dice.PLAYERS_MIN) {
            return;
        }
        friends.get(random.nextInt(friends.size())).send(new Input.Start());
        check();
        assertThat(round().phase()).isEqualTo(Phase.BIDDING);
        for (int step = 0; round().phase() != Phase.LOBBY; step++) {
            assertThat(step).as("the game ends").isLessThan(STEPS_MAX);
            steps.step(this);
            check();
        }
    }

    /** One thing that happens. */
    @FunctionalInterface
    interface Steps {
        void step(Evening evening);
    }

    // ---- what happens ----

    /** Whose turn it is plays, by the rules. */
    void play() {
        Round round = round();
        if (round.phase() == Phase.REVEAL) {
            room.advance(Dice.REVEAL);
            return;
        }
        SimMember<Input, Output> player = member(round.turn());
        Input input =
                round.bid()
                        .raised(dice(), random)
                        .filter(bid -> round.bid().equals(Bid.NONE) || random.nextInt(4) > 0)
                        .<Input>map(Input.Raise::new)
                        .orElseGet(Input.Liar::new);
        player.send(input);
        if (!player.live()) {
            room.advance(Dice.TURN); // it is said when the player is back, and too late then
        }
    }

    /** All but what a good host allows. */
    void anything() {
        SimMember<Input, Output> one = friends.get(random.nextInt(friends.size()));
        switch (random.nextInt(24)) {
            case 0 -> one.send(new Input.Start());
            case 1 -> one.send(new Input.Liar());
            case 2 -> one.send(new Input.Raise(new Bid(random.nextInt(), random.nextInt())));
            case 3 -> one.send(new Input.Raise(new Bid(random.nextInt(12), random.nextInt(8))));
            case 4 -> room.advance(Duration.ofMillis(random.nextInt(20_000)));
            case 5 -> drop(one);
            case 6, 7 -> comeBack(one);
            case 8 -> leave(one);
            case 9 -> comeLate();
            default -> play();
        }
        friends.removeIf(friend -> friend.gone().isPresent());
    }

    private static void drop(SimMember<Input, Output> one) {
        if (one.live()) {
            one.drop();
        }
    }

    private void comeBack(SimMember<Input, Output> one) {
        if (random.nextBoolean()) {
            one.resume();
        } else {
            one.resumeAfresh();
        }
    }

    private void leave(SimMember<Input, Output> one) {
        if (friends.size() > 2 && one.live() && random.nextInt(3) == 0) {
            one.leave();
        }
    }

    private void comeLate() {
        if (friends.size() < Dice.SEATS) {
            come(1);
        }
    }

    private SimMember<Input, Output> member(long id) {
        return friends.stream().filter(friend -> friend.id() == id).findFirst().orElseThrow();
    }

    private int dice() {
        return room.rows(Dice.PLAYERS).values().stream().mapToInt(Player::dice).sum();
    }

    // ---- what must be so ----

    /** After each step: nobody sees what is hidden, and no die is lost or doubled. */
    void check() {
        Map<Long, Hand> hands = room.rows(Dice.HANDS);
        Phase phase = round().phase();
        assertThat(hands.values().stream().mapToInt(hand -> hand.dice().size()).sum())
                .isEqualTo(phase == Phase.LOBBY ? 0 : dice());
        room.rows(Dice.PLAYERS).forEach((id, player) -> checkHand(hands.get(id), player, phase));
        friends.stream().filter(SimMember::live).forEach(one -> look(one, hands, phase));
    }

    private static void checkHand(@Nullable Hand hand, Player player, Phase phase) {
        if (phase == Phase.LOBBY || !player.plays()) {
            assertThat(hand).isNull();
        } else {
            assertThat(hand).isNotNull();
            assertThat(hand.dice()).hasSize(player.dice()).allMatch(die -> die >= 1 && die <= 6);
        }
    }

    /** Over the shoulder of one: what has come to its client, whatever that would show. */
    private void look(SimMember<Input, Output> one, Map<Long, Hand> hands, Phase phase) {
        Map<Long, Hand> seen = one.rows(Dice.HANDS);
        if (phase == Phase.REVEAL) {
            assertThat(seen).isEqualTo(hands);
            assertThat(seen.values()).allMatch(Hand::shown);
            looksAtLifted++;
            return;
        }
        assertThat(seen.keySet()).as("hands that %s sees", one).isSubsetOf(one.id());
        assertThat(seen.get(one.id())).isEqualTo(hands.get(one.id()));
        if (hands.size() > 1) {
            looksAtHidden++;
        }
    }
}
