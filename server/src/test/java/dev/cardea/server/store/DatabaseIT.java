package dev.cardea.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The pool and the migrations, on a database. */
@Timeout(60)
class DatabaseIT {
    @Test
    void migratesOnceAndConnects() {
        DatabaseAddress address = TestPostgres.migrated();
        assertThat(Migrations.run(address)).isZero();
        try (Database database = Database.open(address, 2)) {
            String installed =
                    database.jdbi()
                            .withHandle(
                                    handle ->
                                            handle.select("select name from installation")
                                                    .mapTo(String.class)
                                                    .one());
            assertThat(installed).isEqualTo("installed");
        }
    }

    @Test
    void boundsHowLongAStatementMayTake() {
        try (Database database = Database.open(TestPostgres.empty(), 1)) {
            String bound =
                    database.jdbi()
                            .withHandle(
                                    handle ->
                                            handle.select("show statement_timeout")
                                                    .mapTo(String.class)
                                                    .one());
            assertThat(bound).isEqualTo("2s");
        }
    }
}
