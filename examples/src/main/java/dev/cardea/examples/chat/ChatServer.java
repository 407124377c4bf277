package dev.cardea.examples.chat;

import dev.cardea.server.Cardea;
import java.time.Clock;

/** The chat as a server: what {@code ./cardea start} runs. */
public final class ChatServer {
    private ChatServer() {}

    /** Runs the command line, see {@code ./cardea --help}. */
    public static void main(String[] args) {
        Cardea.server()
                .rooms(Chat.type())
                .services(Whispers.service(Clock.systemUTC()))
                .notices(Whispers.Notice.class)
                .pages(new ChatPage())
                .run(args);
    }
}
