package dev.cardea.server.client;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Recovery;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.room.Tick;
import dev.cardea.server.Cardea;
import dev.cardea.wire.Id;
import dev.cardea.wire.Quantize;
import java.time.Duration;

/** A room with a bit of everything, fifty times a second. Confined to the room. */
final class Pit implements Room<Pit.Input, Pit.Event> {
    sealed interface Input {
        @Id(1)
        record Steer(@Quantize(step = 0.5, min = -8, max = 8) float x) implements Input {}

        @Id(2)
        record Do(String what) implements Input {}
    }

    sealed interface Output {
        @Id(1)
        record Line(String text) implements Output {}
    }

    sealed interface Event {
        @Id(1)
        record Due(int round) implements Event {}

        @Id(2)
        record Skin(long member, String skin) implements Event {}
    }

    record Ship(@Quantize(step = 0.5, min = -512, max = 512) float x, String skin, int luck) {
        Ship moved(float by) {
            return new Ship(x + by, skin, luck);
        }

        Ship painted(String newSkin) {
            return new Ship(x, newSkin, luck);
        }

        Ship with(int newLuck) {
            return new Ship(x, skin, newLuck);
        }
    }

    private static final int ROUND_TICKS = 10;

    static final TableType<Ship> SHIPS = TableType.of("ships", Ship.class);
    static final RoomType<Input, Output, Event> TYPE =
            RoomType.<Input, Output, Event>of("pit", Pit::new)
                    .inputs(Input.class)
                    .outputs(Output.class)
                    .events(Event.class)
                    .tickRate(50)
                    .tables(SHIPS);

    private final Stage<Output, Event> stage;
    private final Table<Ship> ships;

    private Pit(Stage<Output, Event> stage) {
        this.stage = stage;
        this.ships = stage.table(SHIPS);
    }

    /** A server with such rooms, as a game has it. */
    public static void main(String[] arguments) {
        Cardea.server().rooms(TYPE).keepingNothing().run(arguments);
    }

    @Override
    public void onJoin(Member who) {
        ships.put(who.id(), new Ship(0, "plain", 0));
        say("joined " + who.name());
    }

    @Override
    public void onDrop(Member who) {
        say("dropped " + who.name());
    }

    @Override
    public void onResume(Member who, Recovery how) {
        say("resumed " + who.name());
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {
        ships.remove(who.id());
        say("left " + who.name() + ' ' + why);
    }

    @Override
    public void onInput(Member from, Input input) {
        switch (input) {
            case Input.Steer(float x) -> ships.update(from.id(), ship -> ship.moved(x));
            case Input.Do(String what) -> act(from, what.split(" ", 2));
        }
    }

    private void act(Member from, String[] word) {
        switch (word[0]) {
            case "ask" -> {
                Event.Skin orElse = new Event.Skin(from.id(), "none");
                stage.ask(orElse, () -> new Event.Skin(from.id(), word[1]));
            }
            case "after" -> stage.after("round", Duration.ofMillis(30), new Event.Due(7));
            case "roll" -> say("rolled " + stage.random().nextInt(1000));
            case "kick" ->
                    stage.members().stream()
                            .filter(any -> any.name().equals(word[1]))
                            .forEach(any -> stage.kick(any, "out"));
            case "careless" ->
                    ships.update(from.id(), ship -> ship.with((int) (Math.random() * 1e9)));
            default -> say(word[0]);
        }
    }

    @Override
    public void onEvent(Event event) {
        switch (event) {
            case Event.Due(int round) -> say("due " + round);
            case Event.Skin(long member, String skin) -> {
                ships.update(member, ship -> ship.painted(skin));
                say("painted " + skin);
            }
        }
    }

    @Override
    public void onTick(Tick tick) {
        int by = stage.random().nextInt(-1, 2);
        stage.members().forEach(who -> ships.update(who.id(), ship -> ship.moved(by)));
        if (tick.number() % ROUND_TICKS == 0) {
            say("tick " + tick.number());
        }
    }

    private void say(String text) {
        stage.broadcast(new Output.Line(text));
    }
}
