package dev.cardea.examples.arena;

import dev.cardea.examples.page.PageFiles;
import dev.cardea.server.Cardea;
import dev.cardea.server.cli.ExitCode;
import java.util.List;

/** The arena as a server: what {@code ./cardea demo} runs. */
public final class ArenaServer {
    private static final List<String> PAGE =
            List.of(
                    "index.html",
                    "arena.css",
                    "arena.js",
                    "cardea.js",
                    "controls.js",
                    "effects.js",
                    "game.js",
                    "glow.js",
                    "hud.js",
                    "motion.js",
                    "panel.js",
                    "picture.js",
                    "play.js",
                    "ships.js",
                    "sparks.js",
                    "world.js",
                    "icon.svg");

    private ArenaServer() {}

    /** Runs the command line of any server, with a few words of its own: see {@link DemoLine}. */
    public static void main(String[] args) {
        switch (DemoLine.read(List.of(args))) {
            case DemoLine.Help() -> System.out.print(DemoLine.HELP);
            case DemoLine.Wrong(String why) -> {
                System.err.println("cardea demo: " + why);
                System.exit(ExitCode.MISTAKE.code());
            }
            case DemoLine.Run(int bots, List<String> rest) ->
                    server(bots).run(rest.toArray(String[]::new));
        }
    }

    /** A server of arenas. */
    static Cardea server(int bots) {
        return Cardea.server().rooms(Arena.type(bots)).pages(pages()).keepingNothing();
    }

    /** The page that it serves. */
    public static PageFiles pages() {
        return new PageFiles(ArenaServer.class, PAGE);
    }
}
