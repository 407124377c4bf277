package dev.cardea.examples.chat;

import dev.cardea.examples.page.PageFiles;
import dev.cardea.server.Cardea;
import java.time.Clock;
import java.util.List;

/** The chat as a server: what {@code ./cardea start} runs. */
public final class ChatServer {
    private static final List<String> PAGE =
            List.of(
                    "index.html",
                    "chat.css",
                    "chat.js",
                    "channel.js",
                    "view.js",
                    "cardea.js",
                    "icon.svg");

    private ChatServer() {}

    /** Runs the command line, see {@code ./cardea --help}. */
    public static void main(String[] args) {
        Cardea.server()
                .rooms(Chat.type())
                .services(Whispers.service(Clock.systemUTC()))
                .notices(Whispers.Notice.class)
                .pages(pages())
                .run(args);
    }

    /** The page that it serves. */
    public static PageFiles pages() {
        return new PageFiles(ChatServer.class, PAGE);
    }
}
