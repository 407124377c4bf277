package dev.cardea.server.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A PostgreSQL that runs. Immutable; safe from any thread that may block.
 *
 * @param handle its first process, the parent of all others of it
 * @param programs those that it was started with, or such as can stop it
 */
record Postmaster(ProcessHandle handle, Programs programs) {
    /** Recovery after a crash reads at most a gigabyte of log. */
    static final Duration START_MAX = Duration.ofMinutes(5);

    private static final Logger LOG = LoggerFactory.getLogger(Postmaster.class);
    private static final Duration STOP_MAX = Duration.ofSeconds(30);
    private static final Duration SIGNAL_MAX = Duration.ofSeconds(10);
    private static final Duration DEATH_MAX = Duration.ofSeconds(10);

    /** On the command line, so that no file in the data folder can say otherwise. */
    private static final List<String> SETTINGS =
            List.of(
                    "listen_addresses=127.0.0.1",
                    "unix_socket_directories=",
                    "max_connections=100",
                    "shared_buffers=128MB",
                    "fsync=on",
                    "full_page_writes=on",
                    "synchronous_commit=on",
                    "password_encryption=scram-sha-256",
                    "log_destination=stderr",
                    "logging_collector=off",
                    "log_line_prefix=" + LogLine.PREFIX,
                    "log_min_error_statement=panic", // statements hold what players typed
                    "lc_messages=C",
                    "timezone=UTC",
                    "log_timezone=UTC");

    /**
     * Starts one, and waits until clients may connect.
     *
     * @param data its data folder, which no other uses
     * @param port on loopback
     * @param abort ends the waiting, and what was started, when it is done
     */
    static Postmaster start(Programs programs, Path data, int port, CompletableFuture<?> abort)
            throws IOException {
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "-p", "" + port));
        SETTINGS.forEach(setting -> arguments.addAll(List.of("-c", setting)));
        Process process = programs.start("postgres", arguments);
        Postmaster started = new Postmaster(process.toHandle(), programs);
        PostgresLog log = PostgresLog.of(process);
        try {
            started.awaitReady(log, abort, data);
            return started;
        } catch (IOException e) {
            started.stop();
            throw e;
        }
    }

    private void awaitReady(PostgresLog log, CompletableFuture<?> abort, Path data)
            throws IOException {
        try {
            CompletableFuture.anyOf(log.ready(), handle.onExit(), abort)
                    .get(START_MAX.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new CannotStartPostgresException(
                    "PostgreSQL on " + data + " was not ready within " + START_MAX, e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CannotStartPostgresException("interrupted while PostgreSQL started", e);
        }
        if (log.ready().isDone()) {
            return;
        }
        if (handle.isAlive()) {
            throw new CannotStartPostgresException("told to stop while PostgreSQL started");
        }
        throw Faults.ofProgram("PostgreSQL", data, lastLines(log));
    }

    private static List<String> lastLines(PostgresLog log) {
        try {
            return log.ended()
                    .completeOnTimeout(List.of(), DEATH_MAX.toMillis(), TimeUnit.MILLISECONDS)
                    .join();
        } catch (CompletionException e) {
            return List.of();
        }
    }

    /**
     * Stops it: clients are cut off, what they committed is written. If that takes too long it is
     * killed, and what was committed is read from its log when it starts again. Returns when it has
     * ended.
     */
    void stop() {
        stop(STOP_MAX);
    }

    /**
     * Likewise.
     *
     * @param max how long it may take before it is killed
     */
    void stop(Duration max) {
        if (!handle.isAlive()) {
            return;
        }
        interrupt();
        if (!endsWithin(max)) {
            LOG.warn(
                    "PostgreSQL (process {}) did not stop within {} s: killed",
                    handle.pid(),
                    max.toSeconds());
            handle.destroyForcibly();
            endsWithin(DEATH_MAX);
        }
    }

    /** What {@code pg_ctl stop -m fast} sends, but to this process, whatever a file says. */
    private void interrupt() {
        boolean interrupted = Thread.interrupted(); // it must be stopped all the same
        try {
            Programs.Ended ended =
                    programs.run(SIGNAL_MAX, "pg_ctl", List.of("kill", "INT", "" + handle.pid()));
            if (ended.code() != 0 && handle.isAlive()) {
                LOG.warn("cannot signal PostgreSQL: {}", String.join(" ", ended.lines()));
            }
        } catch (IOException e) {
            LOG.warn("cannot signal PostgreSQL: {}", e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean endsWithin(Duration max) {
        return handle.onExit()
                .thenApply(ended -> true)
                .completeOnTimeout(false, max.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
