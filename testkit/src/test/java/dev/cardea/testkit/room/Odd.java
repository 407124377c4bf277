package dev.cardea.testkit.room;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Rooms.Posted;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Id;
import java.time.Duration;
import java.util.Locale;

/** A room without ticks that does as it is told, good or bad. Confined to the room. */
final class Odd implements Room<Odd.Input, Odd.Output> {
    static final OwnerId SELF = new OwnerId("odd", "test");
    static final OwnerId OTHER = new OwnerId("odd", "other");
    static final TableType<Title> TITLES = TableType.of("titles", Title.class);

    /** All that a client may say. */
    sealed interface Input {
        /** What to do. */
        @Id(1)
        record Do(String what) implements Input {}

        /** Grows each time it is made. */
        @Id(2)
        record Growing(int size) implements Input {
            public Growing {
                size++;
            }
        }
    }

    /** All that the room may say, to others and to itself. */
    sealed interface Output {
        /** Some text. */
        @Id(1)
        record Told(String text) implements Output {}

        /** Refuses what it has written itself. */
        @Id(2)
        record Picky(String text) implements Output {
            static boolean refuses = false;

            public Picky {
                if (refuses) {
                    throw new IllegalArgumentException("no");
                }
            }
        }
    }

    /** Longer with each copy. */
    record Title(String text) {
        Title {
            text = text + "!";
        }
    }

    private final Stage<Output, Output> stage;
    private final Table<Title> titles;

    private Odd(Stage<Output, Output> stage) {
        this.stage = stage;
        this.titles = stage.table(TITLES);
    }

    static RoomType<Input, Output, Output> type() {
        return RoomType.of("odd", Odd::new)
                .inputs(Input.class)
                .outputs(Output.class)
                .events(Output.class)
                .tables(TITLES);
    }

    @Override
    public void onJoin(Member who) {}

    @Override
    public void onLeave(Member who, LeaveReason why) {}

    @Override
    public void onInput(Member from, Input input) {
        switch (input) {
            case Input.Do(String what) -> act(what);
            case Input.Growing(int size) -> tell("size " + size);
        }
    }

    private void act(String what) {
        switch (what) {
            case "spin" -> stage.after("spin", Duration.ZERO, new Output.Told("spin"));
            case "title" -> titles.put(1, new Title("sir"));
            case "picky" -> stage.broadcast(new Output.Picky("a"));
            case "touch the stage aside" -> stage.ask(new Output.Told("orElse"), this::touch);
            case "wait aside" -> stage.ask(new Output.Told("orElse"), this::waitForOther);
            case "post to itself" -> post(SELF);
            case "post elsewhere" -> post(OTHER);
            case "create" ->
                    tell("" + stage.rooms().create(OTHER, Bytes.EMPTY).name() + exists(OTHER));
            default -> tell(what.toUpperCase(Locale.ROOT));
        }
    }

    private String exists(OwnerId room) {
        return stage.rooms().exists(room) ? " and there" : " and not there";
    }

    private Output touch() {
        stage.broadcast(new Output.Told("from aside"));
        return new Output.Told("done");
    }

    private Output waitForOther() throws Exception {
        Posted posted = stage.rooms().post(OTHER, "hello").toCompletableFuture().get();
        return new Output.Told("other is " + posted);
    }

    /** Its answer must not come within this method. */
    private void post(OwnerId room) {
        StringBuilder answered = new StringBuilder();
        var _ = stage.rooms().post(room, new Output.Told("a post")).thenAccept(answered::append);
        tell("answered: " + answered);
    }

    private void tell(String text) {
        stage.broadcast(new Output.Told(text));
    }

    @Override
    public void onEvent(Output event) {
        switch (event) {
            case Output.Told(String text) when text.equals("spin") -> act("spin");
            case Output.Told told -> stage.broadcast(told);
            case Output.Picky picky -> stage.broadcast(picky);
        }
    }
}
