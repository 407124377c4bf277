package dev.cardea.server.cli;

import picocli.CommandLine.Option;

/** The option that every command has. */
final class HelpOption {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Show this help and stop.")
    private boolean asked;

    /** Whether it was given; picocli has shown the help by then. */
    boolean asked() {
        return asked;
    }
}
