package dev.cardea.server.config;

import java.util.List;

/** What reading the configuration gave. */
public sealed interface Loaded {

    /**
     * A configuration that the server can start with.
     *
     * @param notes what is worth knowing, such as a section without effect
     */
    record Good(Config config, Origins origins, List<Finding> notes) implements Loaded {}

    /** Mistakes, all of them, in the order of the file. */
    record Bad(List<Finding> mistakes) implements Loaded {}
}
