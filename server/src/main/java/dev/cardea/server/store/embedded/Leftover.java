package dev.cardea.server.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that a Cardea which was killed has left running. For whoever holds the folder's
 * {@link FolderLock}: nobody else uses it then.
 *
 * @param handle its process
 * @param port where it listens
 */
record Leftover(ProcessHandle handle, int port) {
    private static final Logger LOG = LoggerFactory.getLogger(Leftover.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(3); // nobody waits for its clients
    private static final int TRIES = 25;
    private static final long BETWEEN_TRIES_MILLIS = 200;

    /**
     * That of a data folder. A file that a dead one has left is PostgreSQL's own business; but if
     * its number is now some other program's, as happens in containers, PostgreSQL would refuse to
     * start until that ends, so the file goes.
     */
    static Optional<Leftover> on(Path data) throws IOException {
        Optional<PostmasterPid> file = PostmasterPid.of(data);
        if (file.isEmpty()) {
            return Optional.empty();
        }
        Optional<ProcessHandle> process =
                ProcessHandle.of(file.get().pid()).filter(ProcessHandle::isAlive);
        if (process.isEmpty() || process.get().info().command().isEmpty()) {
            return Optional.empty();
        }
        if (!isPostgresOn(process.get().info(), data)) {
            Files.deleteIfExists(data.resolve(PostmasterPid.FILE));
            return Optional.empty();
        }
        return Optional.of(new Leftover(process.get(), file.get().port()));
    }

    /** Whether a process is a postgres whose {@code -D} is this folder. */
    private static boolean isPostgresOn(ProcessHandle.Info info, Path data) throws IOException {
        Path command = Path.of(info.command().orElse("").replace(" (deleted)", ""));
        if (!command.endsWith("postgres")) {
            return false;
        }
        List<String> arguments = List.of(info.arguments().orElse(new String[0]));
        int at = arguments.indexOf("-D") + 1;
        if (at == 0 || at == arguments.size()) {
            return false;
        }
        Path folder = Path.of(arguments.get(at));
        return Files.exists(folder) && Files.isSameFile(folder, data);
    }

    /** It, for further use; or nothing if it did not answer to our password: then it is stopped. */
    Optional<Postmaster> adopt(Programs programs, Path data, String password) throws IOException {
        Postmaster postmaster = new Postmaster(handle, programs);
        if (answers(data, password)) {
            LOG.warn(
                    "PostgreSQL of a server that was killed still runs (process {}): taken over;"
                            + " its log is lost until it starts again",
                    handle.pid());
            return Optional.of(postmaster);
        }
        LOG.warn("PostgreSQL of a server that was killed does not answer: stopped");
        postmaster.stop(STOP_MAX);
        return Optional.empty();
    }

    private boolean answers(Path data, String password) throws IOException {
        for (int tries = 0; tries < TRIES && handle.isAlive(); tries++) {
            switch (Connections.ask(Connections.address(port, "postgres", password), data)) {
                case OURS -> {
                    return true;
                }
                case STARTING -> awaitDeath();
                default -> {
                    return false;
                }
            }
        }
        return false;
    }

    /** It may be recovering, or stopping. */
    private void awaitDeath() {
        handle.onExit()
                .completeOnTimeout(handle, BETWEEN_TRIES_MILLIS, TimeUnit.MILLISECONDS)
                .join();
    }
}
