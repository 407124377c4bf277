package dev.cardea.room.saved;

import dev.cardea.room.Audience;
import dev.cardea.room.Cell;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Opening;
import dev.cardea.room.Recovery;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.room.Tick;
import dev.cardea.store.Operation;
import dev.cardea.store.Outcome;
import dev.cardea.wire.Id;
import dev.cardea.wire.Quantize;
import java.time.Duration;

/** A saved room with some of everything that is saved. Confined to the room. */
final class Garden implements Room<Garden.Input, Garden.Event> {
    sealed interface Input {
        @Id(1)
        record Walk(double by) implements Input {}

        @Id(2)
        record Plant(int place) implements Input {}

        @Id(3)
        record Wait(String name, int millis) implements Input {}

        @Id(4)
        record Ask() implements Input {}

        @Id(5)
        record Pay(String name) implements Input {}

        @Id(6)
        record Label(String text, boolean hidden) implements Input {}
    }

    sealed interface Output {
        @Id(1)
        record Line(String text) implements Output {}
    }

    sealed interface Event {
        @Id(1)
        record Due(String what, @Quantize(step = 0.5, min = 0, max = 8) double size)
                implements Event {}
    }

    record Walker(@Quantize(step = 0.5, min = -64, max = 64) double x, long seed) {}

    record Tree(int height) {}

    record Season(long number, double warmth) {}

    static final TableType<Walker> WALKERS =
            TableType.of("walkers", Walker.class).near(Walker::x, Walker::x, 20, 30);
    static final TableType<Tree> TREES =
            TableType.of("trees", Tree.class).seenBy(tree -> Audience.group(tree.height() % 3));
    static final RoomType<Input, Output, Event> TYPE =
            RoomType.<Input, Output, Event>of("garden", Garden::new)
                    .inputs(Input.class)
                    .outputs(Output.class)
                    .events(Event.class)
                    .tables(WALKERS, TREES)
                    .listed("season")
                    .spectators(4)
                    .tickRate(10)
                    .savedEvery(Duration.ofSeconds(1));

    private final Stage<Output, Event> stage;
    private final Table<Walker> walkers;
    private final Table<Tree> trees;
    private final Cell<Season> season;

    private Garden(Stage<Output, Event> stage) {
        this.stage = stage;
        this.walkers = stage.table(WALKERS);
        this.trees = stage.table(TREES);
        this.season = stage.cell("season", new Season(Long.MIN_VALUE, 0.1));
    }

    @Override
    public void onOpen(Opening opening) {
        switch (opening) {
            case Opening.Created _ -> say("new");
            case Opening.Restored(Duration age) -> say("restored after " + age);
        }
    }

    @Override
    public void onJoin(Member who) {
        walkers.put(who.id(), new Walker(0, who.id()));
        stage.groups(who, (int) (who.id() % 3));
    }

    @Override
    public void onWatch(Member who) {
        stage.lookFrom(who, 1.25, 3);
    }

    @Override
    public void onResume(Member who, Recovery how) {
        say(who + " is back, " + how);
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {
        walkers.remove(who.id());
    }

    @Override
    public void onInput(Member from, Input input) {
        switch (input) {
            case Input.Walk(double by) ->
                    walkers.update(from.id(), at -> new Walker(at.x() + by, at.seed()));
            case Input.Plant(int place) -> trees.put(place, new Tree(stage.random().nextInt(100)));
            case Input.Wait(String name, int millis) ->
                    stage.after(name, Duration.ofMillis(millis), new Event.Due(name, 0.3));
            case Input.Ask() ->
                    stage.ask(new Event.Due("nobody knew", 1.7), () -> new Event.Due("known", 2));
            case Input.Pay(String name) ->
                    stage.durable(
                            from.account() + '/' + name,
                            Operation.credit(from.account(), "gold", 5).because(name));
            case Input.Label(String text, boolean hidden) -> {
                stage.label("season", text);
                stage.hide(hidden);
            }
        }
    }

    @Override
    public void onEvent(Event event) {
        switch (event) {
            case Event.Due(String what, double size) -> say(what + ' ' + size + ' ' + stage.now());
        }
    }

    @Override
    public void onSettled(String key, Outcome outcome) {
        say("settled " + key + ' ' + outcome);
    }

    @Override
    public void onTick(Tick tick) {
        season.update(
                now ->
                        new Season(
                                now.number() + 1, now.warmth() + stage.random().nextDouble() / 3));
        if (tick.number() % 10 == 0) {
            say("tick " + tick.number() + ' ' + season.get());
        }
    }

    private void say(String text) {
        stage.broadcast(new Output.Line(text));
    }
}
