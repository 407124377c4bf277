package dev.cardea.server.cli;

/** How the process ends; docs/OPERATING.md lists them. */
public enum ExitCode {
    /** Everything was done; a server was asked to stop and has stopped. */
    OK(0),
    /** Something failed that should not have. */
    FAILED(1),
    /** The command line or the configuration is wrong; nothing was started. */
    MISTAKE(2),
    /** The machine refused: a port is taken, a file cannot be written. */
    CANNOT_START(3),
    /** A second Ctrl-C cut the stop short. */
    CUT_SHORT(130);

    private final int code;

    ExitCode(int code) {
        this.code = code;
    }

    /** The number that a shell sees. */
    public int code() {
        return code;
    }
}
