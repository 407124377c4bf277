package dev.cardea.examples;

import dev.cardea.examples.arena.Arena;
import dev.cardea.examples.chat.Chat;
import dev.cardea.examples.dice.Dice;
import dev.cardea.server.Cardea;

/** All examples' rooms in one program: what {@code ./cardea replay} runs. */
public final class Examples {
    private Examples() {}

    /** Runs the command line, see {@code ./cardea --help}. */
    public static void main(String[] args) {
        Cardea.server().rooms(Chat.type(), Arena.type(Arena.BOTS_DEFAULT), Dice.type()).run(args);
    }
}
