package dev.cardea.examples.hello;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.wire.Id;

public record Lobby(Stage<Lobby.Output, None> stage) implements Room<Lobby.Input, None> {
    public sealed interface Input { // all a client may say
        @Id(1)
        record Say(String text) implements Input {}

        @Id(2)
        record Wave() implements Input {}
    }

    public sealed interface Output { // all the room may say
        @Id(1)
        record Line(String who, String text) implements Output {}
    }

    public static final RoomType<Input, Output, None> TYPE =
            RoomType.<Input, Output, None>of("lobby", Lobby::new)
                    .inputs(Input.class)
                    .outputs(Output.class)
                    .seats(100);

    @Override
    public void onJoin(Member who) {
        stage.broadcast(new Output.Line(who.name(), "is here"));
    }

    @Override
    public void onInput(Member from, Input input) {
        switch (input) { // a new input does not compile until it is handled here
            case Input.Say(String text) -> stage.broadcast(new Output.Line(from.name(), text));
            case Input.Wave() -> stage.broadcast(new Output.Line(from.name(), "waves"));
        }
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {
        stage.broadcast(new Output.Line(who.name(), "left"));
    }
}
