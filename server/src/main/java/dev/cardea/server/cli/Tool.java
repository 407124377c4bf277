package dev.cardea.server.cli;

import java.util.List;

/**
 * A command of its own beside the server's, such as a client or a load generator. Found by {@link
 * java.util.ServiceLoader} on the class path.
 */
public interface Tool {

    /** What is typed after {@code ./cardea}. */
    String name();

    /** What it does, in one line of at most 60 characters. */
    String about();

    /**
     * Does it.
     *
     * @param arguments what stands behind its name
     * @return the process's exit code
     */
    int run(List<String> arguments);
}
