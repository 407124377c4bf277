package dev.cardea.examples.arena;

import java.util.ArrayList;
import java.util.List;

/** What the command line of {@code ./cardea demo} asks for. Immutable. */
sealed interface DemoLine {
    /** What {@code --help} prints. */
    String HELP =
            """
            Start the arena, a game for the browser, and print where it listens.
            Usage: cardea demo [-h] [--bots=N] [-c=FILE]
            Open the page in two tabs, or on a phone: W, A, S, D or the arrow keys fly,
            the mouse aims and fires; on a phone two thumbs do. Ctrl-C stops the server.
                  --bots=N        Ships that fly by themselves: 0 to %d, %d unless said.
              -c, --config=FILE   A YAML file; without one, the defaults and the
                                    environment.
              -h, --help          Show this help and stop.
            """
                    .formatted(Arena.BOTS_MAX, Arena.BOTS_DEFAULT);

    /**
     * Run the server.
     *
     * @param rest what is for the server's own command line
     */
    record Run(int bots, List<String> rest) implements DemoLine {}

    /** Say what there is to ask for. */
    record Help() implements DemoLine {}

    /** It makes no sense; {@code why} says so to whoever wrote it. */
    record Wrong(String why) implements DemoLine {}

    /** Reads the arguments: the server's own, among which may be those of the demo. */
    static DemoLine read(List<String> arguments) {
        if (arguments.contains("--help") || arguments.contains("-h")) {
            return new Help();
        }
        String option = "--bots=";
        int bots = Arena.BOTS_DEFAULT;
        List<String> rest = new ArrayList<>();
        for (String argument : arguments) {
            if (!argument.startsWith(option)) {
                rest.add(argument);
                continue;
            }
            bots = number(argument.substring(option.length()));
            if (bots < 0 || bots > Arena.BOTS_MAX) {
                return new Wrong(argument + ": the bots are 0 to " + Arena.BOTS_MAX);
            }
        }
        return new Run(bots, List.copyOf(rest));
    }

    /** -1 if it is none. */
    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException none) {
            return -1;
        }
    }
}
