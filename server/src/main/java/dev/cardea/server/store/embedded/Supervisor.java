package dev.cardea.server.store.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts a PostgreSQL again that dies, on the same port, until it is told to stop. Confined to a
 * thread of its own; what is public in it is safe from any.
 */
final class Supervisor {
    /** Who lived so long has started well; the next death is not counted with those before. */
    static final Duration STEADY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    private final Programs programs;
    private final Path data;
    private final int port;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();
    private volatile Postmaster current;

    private Supervisor(Programs programs, Path data, int port, Postmaster first) {
        this.programs = programs;
        this.data = data;
        this.port = port;
        this.current = first;
    }

    /** Watches over one that runs. */
    static Supervisor over(Postmaster first, Path data, int port) {
        Supervisor supervisor = new Supervisor(first.programs(), data, port, first);
        Thread.ofPlatform().daemon().name("postgres").start(supervisor::watch);
        return supervisor;
    }

    ProcessHandle process() {
        return current.handle();
    }

    int port() {
        return port;
    }

    /** Stops it for good; returns when it has ended. */
    void close() {
        closing.complete(null);
        stopped.join();
    }

    private void watch() {
        try {
            Backoff backoff = Backoff.FIRST;
            while (!closing.isDone()) {
                backoff = livesFor(STEADY) ? Backoff.FIRST : backoff;
                CompletableFuture.anyOf(closing, current.handle().onExit()).join();
                backoff = revive(backoff);
            }
        } finally {
            current.stop();
            stopped.complete(null);
        }
    }

    private boolean livesFor(Duration time) {
        return !endsWithin(current.handle().onExit(), time);
    }

    private boolean endsWithin(CompletableFuture<?> event, Duration time) {
        return CompletableFuture.anyOf(closing, event)
                .thenApply(any -> true)
                .completeOnTimeout(false, time.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Tries until it runs again, or we are to close. Returns how long to wait the next time. */
    private Backoff revive(Backoff from) {
        Backoff backoff = from;
        while (!closing.isDone() && !current.handle().isAlive()) {
            LOG.warn(
                    "PostgreSQL (process {}) has ended: started again in {} ms",
                    current.handle().pid(),
                    backoff.delay().toMillis());
            endsWithin(closing, backoff.delay());
            backoff = backoff.next();
            if (!closing.isDone()) {
                tryStart();
            }
        }
        return backoff;
    }

    private void tryStart() {
        try {
            current = Postmaster.start(programs, data, port, closing);
            LOG.warn("PostgreSQL runs again (process {})", current.handle().pid());
        } catch (IOException e) {
            LOG.warn("PostgreSQL did not start again: {}", e.getMessage());
        }
    }
}
