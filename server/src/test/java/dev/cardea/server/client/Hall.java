package dev.cardea.server.client;

import dev.cardea.client.RoomProtocol;
import dev.cardea.room.Applicant;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Verdict;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Id;

/** A room that repeats what is said, and kicks or closes when it is asked to. */
final class Hall implements Room<Hall.Input, None> {
    static final RoomProtocol<Input, Output> PROTOCOL =
            RoomProtocol.of("hall", Input.class, Output.class);

    private final Stage<Output, None> stage;

    private Hall(Stage<Output, None> stage) {
        this.stage = stage;
    }

    static RoomType<Input, Output, None> type() {
        return RoomType.<Input, Output, None>of("hall", Hall::new)
                .listed("mode")
                .inputs(Input.class)
                .outputs(Output.class);
    }

    /** What a client may say. */
    sealed interface Input {
        @Id(1)
        record Say(String text) implements Input {}

        @Id(2)
        record KickMe() implements Input {}

        @Id(3)
        record Close() implements Input {}
    }

    /** What the room may say. */
    sealed interface Output {
        @Id(1)
        record Line(String from, String text) implements Output {}

        @Id(2)
        record Here(String who) implements Output {}

        @Id(3)
        record Left(String who) implements Output {}
    }

    @Override
    public Verdict onRequest(Applicant who, Bytes options) {
        return who.account().equals("mallory") ? Verdict.refuse("not you") : Verdict.admit();
    }

    @Override
    public void onJoin(Member who) {
        stage.broadcast(new Output.Here(who.name()));
    }

    @Override
    public void onLeave(Member who, LeaveReason why) {
        stage.broadcast(new Output.Left(who.name()));
    }

    @Override
    public void onInput(Member from, Input input) {
        switch (input) {
            case Input.Say(String text) -> stage.broadcast(new Output.Line(from.name(), text));
            case Input.KickMe() -> stage.kick(from, "as you wish");
            case Input.Close() -> stage.close("closing time");
        }
    }
}
