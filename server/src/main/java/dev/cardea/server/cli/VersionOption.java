package dev.cardea.server.cli;

import picocli.CommandLine.Option;

/** The option of the command line as a whole. */
final class VersionOption {
    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print which build this is and stop.")
    private boolean asked;

    /** Whether it was given; picocli has shown the version by then. */
    boolean asked() {
        return asked;
    }
}
