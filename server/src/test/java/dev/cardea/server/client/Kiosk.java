package dev.cardea.server.client;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Opening;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.service.Service;
import dev.cardea.store.Ledger;
import dev.cardea.store.Operation;
import dev.cardea.store.Outcome;
import dev.cardea.wire.Id;
import java.time.Duration;

/** A room that is kept: it hangs up notes and pays prizes. Confined to the room. */
final class Kiosk implements Room<Kiosk.Input, None> {
    static final int GOLD = 1024;
    static final int PRIZE = 100;

    sealed interface Input {
        @Id(1)
        record Hang(int place, String text) implements Input {}

        @Id(2)
        record Pay(String prize) implements Input {}
    }

    sealed interface Output {
        @Id(1)
        record Line(String text) implements Output {}
    }

    record Note(String text) {}

    record AskGold() {}

    record Gold(long amount) {}

    static final TableType<Note> NOTES = TableType.of("notes", Note.class);
    static final RoomType<Input, Output, None> TYPE =
            RoomType.<Input, Output, None>of("kiosk", Kiosk::new)
                    .inputs(Input.class)
                    .outputs(Output.class)
                    .tickRate(20)
                    .staysWhenEmpty()
                    .tables(NOTES)
                    .savedEvery(Duration.ofHours(1));

    private final Stage<Output, None> stage;
    private final Table<Note> notes;
    private String opened = "";

    private Kiosk(Stage<Output, None> stage) {
        this.stage = stage;
        this.notes = stage.table(NOTES);
    }

    /** Tells callers what gold they have. */
    static Service till() {
        return Service.define(
                "till",
                routes -> {
                    Ledger ledger = routes.store().ledger();
                    routes.on(
                            GOLD,
                            AskGold.class,
                            Gold.class,
                            (caller, ask) ->
                                    new Gold(
                                            ledger.balances(caller.account())
                                                    .getOrDefault("gold", 0L)));
                });
    }

    @Override
    public void onOpen(Opening opening) {
        opened =
                switch (opening) {
                    case Opening.Created _ -> "new";
                    case Opening.Restored _ -> "restored";
                };
    }

    @Override
    public void onJoin(Member who) {
        stage.broadcast(new Output.Line(opened));
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {}

    @Override
    public void onInput(Member from, Input input) {
        switch (input) {
            case Input.Hang(int place, String text) -> notes.put(place, new Note(text));
            case Input.Pay(String prize) ->
                    stage.durable(prize, Operation.credit(from.account(), "gold", PRIZE));
        }
    }

    @Override
    public void onSettled(String key, Outcome outcome) {
        stage.broadcast(new Output.Line(key + " " + outcome));
    }
}
