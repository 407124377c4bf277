package dev.cardea.server;

import dev.cardea.server.config.Config;
import dev.cardea.server.config.Secret;
import dev.cardea.server.store.DatabaseAddress;
import dev.cardea.server.store.DatabaseRefusedException;
import dev.cardea.server.store.Preparation;
import dev.cardea.server.store.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Whatever PostgreSQL a server works with. Confined to the thread that starts and stops. */
sealed interface DatabaseServers extends AutoCloseable {

    /**
     * A database that can be connected to.
     *
     * @param owner may make tables
     * @param worker works with them
     * @param kind what it is, for people
     * @param place where, for people
     */
    record Reached(DatabaseAddress owner, DatabaseAddress worker, String kind, String place) {}

    /** That of the configuration; one of the server's own begins to start. */
    static DatabaseServers of(Config.Database config, DatabaseFailures failures) {
        return switch (config.mode()) {
            case NONE -> new None();
            case EXTERNAL -> new External(config);
            case EMBEDDED -> new Embedded(config.folder(), failures);
        };
    }

    /** Waits until it can be connected to; empty if there is none. */
    Optional<Reached> await() throws CannotStartException;

    @Override
    void close() throws IOException;

    /** None. */
    record None() implements DatabaseServers {
        @Override
        public Optional<Reached> await() {
            return Optional.empty();
        }

        @Override
        public void close() {}
    }

    /** Somebody else's, who starts and stops it. */
    record External(Config.Database config) implements DatabaseServers {
        @Override
        public Optional<Reached> await() {
            String url = "jdbc:postgresql:" + config.url().substring(config.url().indexOf(':') + 1);
            DatabaseAddress worker = address(url, config.user(), config.password());
            DatabaseAddress owner =
                    config.migrationUser().isEmpty()
                            ? worker
                            : address(url, config.migrationUser(), config.migrationPassword());
            String place = config.url().split("\\?", 2)[0];
            return Optional.of(new Reached(owner, worker, "external PostgreSQL", place));
        }

        private static DatabaseAddress address(String url, String user, Secret password) {
            String text = new String(password.bytes(), StandardCharsets.UTF_8);
            return new DatabaseAddress(url, user, text);
        }

        @Override
        public void close() {}
    }

    /** The server's own, started on a thread of its own. */
    final class Embedded implements DatabaseServers {
        private static final String NAME = "cardea";
        private static final String PROGRAMS = "postgres-programs";

        private final Path folder;
        private final DatabaseFailures failures;
        private final FutureTask<EmbeddedPostgres> starting;

        Embedded(Path folder, DatabaseFailures failures) {
            this.folder = folder;
            this.failures = failures;
            Path absolute = folder.toAbsolutePath().normalize();
            Path programs = absolute.resolveSibling(PROGRAMS);
            this.starting = new FutureTask<>(() -> EmbeddedPostgres.start(programs, absolute));
            Thread.ofPlatform().name("postgres-start").start(starting);
        }

        @Override
        public Optional<Reached> await() throws CannotStartException {
            EmbeddedPostgres postgres;
            try {
                postgres = starting.get();
            } catch (ExecutionException e) {
                throw failures.ofFolder(e.getCause() == null ? e : e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failures.ofFolder(e);
            }
            try {
                Preparation.create(postgres.owner("postgres"), NAME);
            } catch (DatabaseRefusedException e) {
                throw failures.ofOwner(e);
            }
            DatabaseAddress address = postgres.owner(NAME);
            return Optional.of(
                    new Reached(address, address, "embedded PostgreSQL", folder.toString()));
        }

        /** Waits for its start, if that goes on, since a process left behind keeps the folder. */
        @Override
        public void close() throws IOException {
            try {
                starting.get().close();
            } catch (ExecutionException e) {
                return; // it never ran, which await() said
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
