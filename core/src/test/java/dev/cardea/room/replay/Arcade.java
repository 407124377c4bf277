package dev.cardea.room.replay;

import dev.cardea.room.Applicant;
import dev.cardea.room.Audience;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Recovery;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.room.Tick;
import dev.cardea.room.Verdict;
import dev.cardea.session.Delivery;
import dev.cardea.session.OwnerId;
import dev.cardea.store.Operation;
import dev.cardea.store.Outcome;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Id;
import dev.cardea.wire.Max;
import dev.cardea.wire.Quantize;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntSupplier;

/** A room that does as it is told, and something by chance at each tick. Confined to the room. */
final class Arcade implements Room<Arcade.Input, Arcade.Event> {
    sealed interface Input {
        @Id(1)
        record Steer(@Quantize(step = 0.5, min = -8, max = 8) float x) implements Input {}

        @Id(2)
        record Do(@Max(100_000) String what) implements Input {}
    }

    sealed interface Output {
        @Id(1)
        record Line(@Max(100_000) String text) implements Output {}
    }

    sealed interface Event {
        @Id(1)
        record Due(String what) implements Event {}

        @Id(2)
        record Skin(long member, String skin) implements Event {}

        @Id(3)
        record Heat(@Quantize(step = 1, min = 0, max = 100) float degrees) implements Event {}
    }

    record Ship(@Quantize(step = 0.5, min = -512, max = 512) float x, String skin, int luck) {}

    record Flag(String text) {}

    static final TableType<Ship> SHIPS = TableType.of("ships", Ship.class);
    static final TableType<Flag> FLAGS = TableType.of("flags", Flag.class).rowsMax(8);

    static final TableType<Flag> SECRETS =
            TableType.of("secrets", Flag.class).rowsMax(8).seenBy(flag -> Audience.group(4));

    private final Stage<Output, Event> stage;
    private final IntSupplier outside;
    private final Table<Ship> ships;
    private final Table<Flag> flags;
    private final Table<Flag> secrets;

    private Arcade(Stage<Output, Event> stage, IntSupplier outside) {
        this.stage = stage;
        this.outside = outside;
        this.ships = stage.table(SHIPS);
        this.flags = stage.table(FLAGS);
        this.secrets = stage.table(SECRETS);
    }

    /**
     * A type of such rooms.
     *
     * @param outside what such a room must not look at, and does
     */
    static RoomType<Input, Output, Event> type(int tickRate, IntSupplier outside) {
        RoomType<Input, Output, Event> type =
                RoomType.of("arcade", (Stage<Output, Event> stage) -> new Arcade(stage, outside))
                        .inputs(Input.class)
                        .outputs(Output.class)
                        .events(Event.class)
                        .tables(SHIPS, FLAGS, SECRETS)
                        .listed("map")
                        .seats(8)
                        .spectators(2);
        return tickRate == 0 ? type : type.tickRate(tickRate);
    }

    @Override
    public Verdict onRequest(Applicant who, Bytes options) {
        return (who.name().equals("eve") && !who.watches()) || outside.getAsInt() == 13
                ? Verdict.refuse("not you")
                : Verdict.admit();
    }

    @Override
    public void onJoin(Member who) {
        ships.put(who.id(), new Ship(0, "", 0));
        stage.send(who, new Output.Line("welcome " + who.name()));
    }

    @Override
    public void onWatch(Member who) {
        stage.groups(who, 4);
        say("watched by " + stage.spectators().size() + ' ' + who.name());
    }

    @Override
    public void onDrop(Member who) {
        say("dropped " + who.name());
    }

    @Override
    public void onResume(Member who, Recovery how) {
        say("resumed " + who.name() + ' ' + how);
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {
        ships.remove(who.id());
        say("left " + who.name() + ' ' + why);
    }

    @Override
    public void onInput(Member from, Input input) {
        switch (input) {
            case Input.Steer(float x) ->
                    ships.update(
                            from.id(), ship -> new Ship(ship.x() + x, ship.skin(), ship.luck()));
            case Input.Do(String what) -> act(from, what.split(" ", 2));
        }
    }

    private void act(Member from, String[] word) {
        switch (word[0]) {
            case "roll" -> say("rolled " + stage.random().nextInt(1000));
            case "look" -> say("outside is " + outside.getAsInt());
            case "kick" -> stage.members().forEach(any -> kick(any, word[1]));
            case "close" -> stage.close(word[1]);
            case "throw" -> throw new IllegalStateException(word[1]);
            case "after" -> stage.after("timer", Duration.ofMillis(70), new Event.Due(word[1]));
            case "ask" ->
                    stage.ask(
                            new Event.Skin(from.id(), "none"),
                            () -> new Event.Skin(from.id(), word[1]));
            case "pay" -> stage.durable(word[1], Operation.credit(from.account(), "gold", 5));
            case "hint" -> secrets.put(Integer.parseInt(word[1]), new Flag("psst"));
            case "forget" -> secrets.remove(Integer.parseInt(word[1]));
            case "secrets" -> secrets.forEach((key, flag) -> say("secret " + key));
            case "plant" -> flags.put(Integer.parseInt(word[1]), new Flag("a flag"));
            case "pull" -> flags.remove(Integer.parseInt(word[1]));
            case "label" -> stage.label("map", word[1]);
            case "mark" -> stage.label("map", "outside is " + outside.getAsInt());
            case "hide" -> stage.hide(word[1].equals("on"));
            case "join" -> stage.groups(from, Integer.parseInt(word[1]));
            case "flags" -> flags.forEach((key, flag) -> say("flag " + key));
            case "newest" ->
                    stage.broadcast(new Output.Line(word[1]), Delivery.latest(word[1].length()));
            case "rooms" -> rooms(stage.rooms(), new OwnerId("arcade", word[1]));
            case "agents" -> stage.agents().send(word[1], "notice");
            default -> say(word[0]);
        }
    }

    private void kick(Member member, String name) {
        if (member.name().equals(name)) {
            stage.kick(member, "out");
        }
    }

    private void rooms(Rooms rooms, OwnerId other) {
        say("there " + rooms.exists(other) + ", created " + rooms.create(other, Bytes.EMPTY));
        boolean known = rooms.post(other, new Event.Due("x")).toCompletableFuture().isDone();
        say("posted " + known);
        say("listed " + rooms.list("arcade", Map.of("map", "old"), 5));
    }

    @Override
    public void onSettled(String key, Outcome outcome) {
        say("settled " + key + ' ' + outcome);
    }

    @Override
    public void onEvent(Event event) {
        switch (event) {
            case Event.Due(String what) -> say("due " + what + " at " + stage.now());
            case Event.Skin(long member, String skin) ->
                    ships.update(member, ship -> new Ship(ship.x(), skin, ship.luck()));
            case Event.Heat(float degrees) -> say("it has " + degrees);
        }
    }

    @Override
    public void onTick(Tick tick) {
        int luck = stage.random().nextInt(100) + outside.getAsInt();
        stage.members()
                .forEach(
                        who ->
                                ships.update(
                                        who.id(), ship -> new Ship(ship.x(), ship.skin(), luck)));
    }

    private void say(String text) {
        stage.broadcast(new Output.Line(text));
    }
}
