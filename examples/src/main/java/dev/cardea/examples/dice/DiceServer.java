package dev.cardea.examples.dice;

import dev.cardea.examples.page.PageFiles;
import dev.cardea.server.Cardea;
import java.util.List;

/** Liar's dice as a server: what {@code ./cardea demo dice} runs. */
public final class DiceServer {
    private static final List<String> PAGE =
            List.of(
                    "index.html",
                    "dice.css",
                    "table.css",
                    "seats.css",
                    "dice.js",
                    "game.js",
                    "news.js",
                    "table.js",
                    "controls.js",
                    "die.js",
                    "cardea.js",
                    "icon.svg");

    private DiceServer() {}

    /** Runs the command line of any server. */
    public static void main(String[] args) {
        Cardea.server().rooms(Dice.type()).pages(pages()).keepingNothing().run(args);
    }

    /** The page that it serves. */
    public static PageFiles pages() {
        return new PageFiles(DiceServer.class, PAGE);
    }
}
