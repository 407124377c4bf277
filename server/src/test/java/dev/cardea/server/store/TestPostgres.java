package dev.cardea.server.store;

import dev.cardea.server.store.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;

/**
 * One embedded PostgreSQL for all tests of a JVM, begun by the first that asks and stopped with the
 * JVM; each asks for a database of its own. {@code CARDEA_TEST_DATABASE_URL} (with user and
 * password in it) names another server to run the same tests on. Safe from any thread.
 */
public final class TestPostgres {
    private static final AtomicInteger DATABASES = new AtomicInteger();

    private static final class Shared {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                Path folder = Files.createTempDirectory("cardea-postgres-");
                EmbeddedPostgres server = EmbeddedPostgres.start(cache(), folder);
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
                return server;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private static void stop(EmbeddedPostgres server, Path folder) {
            try {
                server.close();
                Folders.delete(folder);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private TestPostgres() {}

    /** Where tests keep the unpacked programs. */
    public static Path cache() {
        return Path.of("target", "postgres").toAbsolutePath();
    }

    /** A new database, with all migrations; as its owner. */
    public static DatabaseAddress migrated() {
        DatabaseAddress address = empty();
        Migrations.run(address);
        return address;
    }

    /** A new database without a table; as its owner. */
    public static DatabaseAddress empty() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + DATABASES.incrementAndGet();
        String external = System.getenv("CARDEA_TEST_DATABASE_URL");
        DatabaseAddress server =
                external == null ? Shared.SERVER.owner("postgres") : ExternalUrl.parse(external);
        Jdbi.create(server.url(), server.user(), server.password())
                .useHandle(handle -> handle.execute("create database " + name));
        return new DatabaseAddress(
                server.url().replaceFirst("/[^/]*$", "/" + name), server.user(), server.password());
    }
}
