package dev.cardea.testkit.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.store.Outcome;
import dev.cardea.testkit.room.Shop.Event;
import dev.cardea.testkit.room.Shop.Input;
import dev.cardea.testkit.room.Shop.Output;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimLedgerTest {
    private final RoomHarness<Input, Output, Event> room = RoomHarness.of(Shop.type()).open();
    private final SimMember<Input, Output> ann = room.join("ann");
    private final SimLedger ledger = room.ledger();

    private void buy(String order) {
        ann.send(new Input.Buy(order));
        room.advance(Duration.ofMillis(100));
    }

    @Test
    void doesAnEffectOnceHoweverOftenItIsAskedFor() {
        ledger.give(ann.account(), "gold", 100);
        buy("first");
        buy("first");
        assertThat(ledger.balances(ann.account())).isEqualTo(Map.of("gold", 60L, "sword", 1L));
        assertThat(ann.outputs())
                .containsExactly(new Output.Sold("first"), new Output.Sold("first"));
        assertThat(ledger.settled()).hasSize(1);
    }

    @Test
    void doesAllOfAnOperationOrNothing() {
        ledger.give(ann.account(), "gold", 39);
        buy("first");
        assertThat(ledger.balances(ann.account())).isEqualTo(Map.of("gold", 39L));
        assertThat(ann.outputs()).containsExactly(new Output.NotSold("first", "NOT_ENOUGH"));
        ledger.give(ann.account(), "gold", 1);
        buy("first"); // the answer is kept
        assertThat(ledger.balance(ann.account(), "sword")).isZero();
        buy("second");
        assertThat(ledger.balance(ann.account(), "sword")).isEqualTo(1);
        assertThat(ledger.balance(ann.account(), "gold")).isZero();
    }

    @Test
    void letsTheRoomTryLaterWhileItIsAway() {
        ledger.give(ann.account(), "gold", 100);
        ledger.away(true);
        buy("first");
        room.advance(Duration.ofSeconds(5));
        assertThat(ann.outputs()).isEmpty();
        assertThat(ledger.settled()).isEmpty();
        ledger.away(false);
        room.advance(Duration.ofSeconds(2));
        assertThat(ann.outputs()).containsExactly(new Output.Sold("first"));
        assertThat(ledger.settled())
                .singleElement()
                .satisfies(settled -> assertThat(settled.outcome()).isEqualTo(new Outcome.Done()));
    }

    @Test
    void goesOnWhenTheRoomHasClosed() {
        ledger.give(ann.account(), "gold", 100);
        ann.send(new Input.Buy("last"));
        room.settleNow();
        room.shutDown();
        room.advance(Duration.ofSeconds(1));
        assertThat(ledger.balance(ann.account(), "sword")).isEqualTo(1);
        assertThat(ann.outputs()).isEmpty();
    }

    @Test
    void doesAnEffectOnceAlsoIfTheRoomDiesBeforeItKnows() {
        ledger.give(ann.account(), "gold", 100);
        ann.send(new Input.Buy("first"));
        room.save();
        room.crash();
        room.advance(Duration.ofSeconds(1));
        assertThat(ledger.balance(ann.account(), "sword")).isEqualTo(1);
        assertThat(ann.outputs()).containsExactly(new Output.Sold("first"));
    }
}
