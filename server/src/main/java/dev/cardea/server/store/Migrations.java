package dev.cardea.server.store;

import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/** Brings a database's tables to what this build needs. Stateless. */
public final class Migrations {
    private static final String FOLDER = "classpath:db/migration";

    private Migrations() {}

    /**
     * Runs the migrations that it has not had, each in a transaction of its own; several processes
     * may try at once.
     *
     * @param owner a role that may make tables
     * @return how many ran
     * @throws FlywayException if one fails, or the database is newer than this build
     */
    public static int run(DatabaseAddress owner) {
        return Flyway.configure()
                .dataSource(owner.url(), owner.user(), owner.password())
                .locations(FOLDER)
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
