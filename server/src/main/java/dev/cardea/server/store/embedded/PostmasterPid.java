package dev.cardea.server.store.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What {@code postmaster.pid} says of the server that wrote it, after {@code pidfile.h} of
 * PostgreSQL. Immutable.
 *
 * @param pid its process, 1 or more
 * @param port where it listens, 1 to 65535
 */
record PostmasterPid(long pid, int port) {
    static final String FILE = "postmaster.pid";

    private static final int PID = 0;
    private static final int PORT = 3;
    private static final int BYTES_MAX = 8192;
    private static final int PORT_MAX = 65_535;

    /** That of a data folder; empty if there is none, or none that is whole. */
    static Optional<PostmasterPid> of(Path data) throws IOException {
        Path file = data.resolve(FILE);
        try {
            return Files.size(file) > BYTES_MAX
                    ? Optional.empty()
                    : parse(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        }
    }

    /** Empty if lines are missing, as in a file that is just being written. */
    static Optional<PostmasterPid> parse(String text) {
        List<String> lines = text.lines().toList();
        if (lines.size() <= PORT) {
            return Optional.empty();
        }
        try {
            long pid = Long.parseLong(lines.get(PID).strip());
            int port = Integer.parseInt(lines.get(PORT).strip());
            return pid > 0 && port > 0 && port <= PORT_MAX
                    ? Optional.of(new PostmasterPid(pid, port))
                    : Optional.empty();
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
