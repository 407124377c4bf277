package dev.cardea.client.peer;

import dev.cardea.client.RoomProtocol;
import dev.cardea.wire.Id;

/** What is said in the room of the tests. */
public final class Lobby {
    /** What both ends speak. */
    public static final RoomProtocol<Input, Output> PROTOCOL =
            RoomProtocol.of("chat", Input.class, Output.class);

    private Lobby() {}

    /** What a client may say. */
    public sealed interface Input {
        /** Tells all members. */
        @Id(1)
        record Say(String text) implements Input {}
    }

    /** What the room may say. */
    public sealed interface Output {
        /** Somebody said that. */
        @Id(1)
        record Line(String from, String text) implements Output {}
    }

    /** Asks for the same text back. */
    public record Ask(String text) {}

    /** The same text, and how often that very question was run. */
    public record Answer(String text, int runs) {}
}
