package dev.cardea.testkit.room;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.store.Operation;
import dev.cardea.store.Outcome;
import dev.cardea.wire.Id;
import java.time.Duration;

/**
 * A room that sells swords for gold, and asks again when the till is stuck. Confined to the room.
 */
final class Shop implements Room<Shop.Input, Shop.Event> {
    sealed interface Input {
        @Id(1)
        record Buy(String order) implements Input {}
    }

    sealed interface Output {
        @Id(1)
        record Sold(String order) implements Output {}

        @Id(2)
        record NotSold(String order, String why) implements Output {}
    }

    sealed interface Event {
        @Id(1)
        record AskAgain(String order, String account) implements Event {}
    }

    private static final int PRICE = 40;

    private final Stage<Output, Event> stage;

    private Shop(Stage<Output, Event> stage) {
        this.stage = stage;
    }

    static RoomType<Input, Output, Event> type() {
        return RoomType.of("shop", Shop::new)
                .inputs(Input.class)
                .outputs(Output.class)
                .events(Event.class)
                .savedEvery(Duration.ofSeconds(5));
    }

    @Override
    public void onJoin(Member who) {}

    @Override
    public void onLeave(Member who, LeaveReason why) {}

    @Override
    public void onInput(Member from, Input input) {
        switch (input) {
            case Input.Buy(String order) -> sell(order, from.account());
        }
    }

    private void sell(String order, String account) {
        Operation sale =
                Operation.debit(account, "gold", PRICE)
                        .and(Operation.credit(account, "sword", 1))
                        .because("shop");
        stage.durable(account + "/" + order, sale);
    }

    @Override
    public void onSettled(String key, Outcome outcome) {
        String account = key.substring(0, key.lastIndexOf('/'));
        String order = key.substring(key.lastIndexOf('/') + 1);
        switch (outcome) {
            case Outcome.Done() -> stage.broadcast(new Output.Sold(order));
            case Outcome.Refused(Outcome.Reason reason, String _) ->
                    stage.broadcast(new Output.NotSold(order, reason.name()));
            case Outcome.TryLater(int millis) ->
                    stage.after(
                            "again/" + key,
                            Duration.ofMillis(millis),
                            new Event.AskAgain(order, account));
        }
    }

    @Override
    public void onEvent(Event event) {
        switch (event) {
            case Event.AskAgain(String order, String account) -> sell(order, account);
        }
    }
}
