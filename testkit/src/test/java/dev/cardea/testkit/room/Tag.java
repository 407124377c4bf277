package dev.cardea.testkit.room;

import dev.cardea.room.Applicant;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.Opening;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Table;
import dev.cardea.room.TableType;
import dev.cardea.room.Tick;
import dev.cardea.room.Verdict;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Id;
import dev.cardea.wire.Max;
import dev.cardea.wire.Quantize;
import java.time.Duration;

/**
 * Runners on a square field; one of them is it, for half a minute. The room of the guide and of the
 * harness's own tests. Confined to the room.
 */
final class Tag implements Room<Tag.Input, Tag.Event> {
    static final double SIDE = 100;
    static final Duration ROUND = Duration.ofSeconds(30);
    static final OwnerId SCORES = new OwnerId("scores", "all");
    static final TableType<Runner> RUNNERS = TableType.of("runners", Runner.class).rowsMax(4);

    /** All that a client may say. */
    sealed interface Input {
        /** Run that way from now on. */
        @Id(1)
        record Run(
                @Quantize(step = 0.01, min = -1, max = 1) float dx,
                @Quantize(step = 0.01, min = -1, max = 1) float dy)
                implements Input {}

        /** Say that to all. */
        @Id(2)
        record Shout(@Max(40) String text) implements Input {}

        /** Have a bug. */
        @Id(3)
        record Trip() implements Input {}

        /** Get that member out. */
        @Id(4)
        record Accuse(long member) implements Input {}
    }

    /** All that the room may say. */
    sealed interface Output {
        /** A member said something. */
        @Id(1)
        record Shouted(long by, String text) implements Output {}

        /** The round is over, and who was it then. */
        @Id(2)
        record Over(long it) implements Output {}
    }

    /** All that the room tells itself, or a service tells it. */
    sealed interface Event {
        /** The colour of a runner is known. */
        @Id(1)
        record Colour(long member, int colour) implements Event {}

        /** Time is up. */
        @Id(2)
        record RoundOver() implements Event {}

        /** From a service: all are to hear this. */
        @Id(3)
        record Announced(String text) implements Event {}
    }

    /** One member on the field. */
    record Runner(
            @Quantize(step = 0.01, min = 0, max = SIDE) double x,
            @Quantize(step = 0.01, min = 0, max = SIDE) double y,
            @Quantize(step = 0.01, min = -1, max = 1) float dx,
            @Quantize(step = 0.01, min = -1, max = 1) float dy,
            int colour) {
        Runner running(float newDx, float newDy) {
            return new Runner(x, y, newDx, newDy, colour);
        }

        Runner painted(int newColour) {
            return new Runner(x, y, dx, dy, newColour);
        }

        Runner moved() {
            return new Runner(within(x + dx), within(y + dy), dx, dy, colour);
        }

        private static double within(double place) {
            return Math.clamp(place, 0, SIDE);
        }
    }

    /** What a player has chosen, by a call that may block. */
    interface Colours {
        int of(String account) throws Exception;
    }

    private final Stage<Output, Event> stage;
    private final Colours colours;
    private final Table<Runner> runners;

    private Tag(Stage<Output, Event> stage, Colours colours) {
        this.stage = stage;
        this.colours = colours;
        this.runners = stage.table(RUNNERS);
    }

    static RoomType<Input, Output, Event> type(Colours colours) {
        return RoomType.of("tag", (Stage<Output, Event> stage) -> new Tag(stage, colours))
                .inputs(Input.class)
                .outputs(Output.class)
                .events(Event.class)
                .tables(RUNNERS)
                .tickRate(20)
                .seats(4)
                .closesWhenEmptyFor(Duration.ofSeconds(30))
                .savedEvery(Duration.ofSeconds(5));
    }

    @Override
    public void onOpen(Opening opening) {
        if (opening instanceof Opening.Created) { // else the timer was saved
            stage.after("round", ROUND, new Event.RoundOver());
        }
    }

    @Override
    public Verdict onRequest(Applicant who, Bytes options) {
        return who.name().equals("cheat") ? Verdict.refuse("not you") : Verdict.admit();
    }

    @Override
    public void onJoin(Member who) {
        double x = stage.random().nextDouble(SIDE);
        double y = stage.random().nextDouble(SIDE);
        runners.put(who.id(), new Runner(x, y, 0, 0, 0));
        String account = who.account();
        long id = who.id();
        stage.ask(new Event.Colour(id, 1), () -> new Event.Colour(id, colours.of(account)));
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {
        runners.remove(who.id());
    }

    @Override
    public void onInput(Member from, Input input) {
        switch (input) {
            case Input.Run(float dx, float dy) ->
                    runners.update(from.id(), runner -> runner.running(dx, dy));
            case Input.Shout(String text) -> stage.broadcast(new Output.Shouted(from.id(), text));
            case Input.Trip() -> throw new IllegalStateException("tripped");
            case Input.Accuse(long member) ->
                    stage.members().stream()
                            .filter(each -> each.id() == member)
                            .forEach(each -> stage.kick(each, "accused"));
        }
    }

    @Override
    public void onTick(Tick tick) {
        runners.forEach((key, runner) -> runners.put(key, runner.moved()));
    }

    @Override
    public void onEvent(Event event) {
        switch (event) {
            case Event.Colour(long member, int colour) ->
                    runners.update(member, runner -> runner.painted(colour));
            case Event.Announced(String text) -> stage.broadcast(new Output.Shouted(0, text));
            case Event.RoundOver _ -> {
                long it = stage.members().isEmpty() ? 0 : stage.members().getFirst().id();
                stage.broadcast(new Output.Over(it));
                stage.rooms().post(SCORES, "round over");
                for (Member member : stage.members()) {
                    stage.agents().send(member.account(), "you ran");
                }
                stage.close("the round is over");
            }
        }
    }
}
