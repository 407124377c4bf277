package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.server.CannotStartException;
import dev.cardea.server.RunningServer;
import dev.cardea.server.store.DatabaseAddress;
import dev.cardea.server.store.Folders;
import dev.cardea.server.store.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Goal: each key of section database does what it says; method: a server on a real PostgreSQL. */
@Timeout(120)
@ExtendWith(Trials.class)
class DatabaseEffectsIT {
    private static final AtomicInteger ROLES = new AtomicInteger();
    private static final String PASSWORD = "hush-hush";

    private final DatabaseAddress owner = TestPostgres.empty();
    private final Jdbi sql = Jdbi.create(owner.url(), owner.user(), owner.password());

    @Test
    @Effect("database.mode")
    void withoutADatabaseItSaysSo(Trial trial) throws Exception {
        RunningServer server = trial.start("database.mode: none");
        assertThat(Trial.admin(server, "/health")).contains("\"database\": \"none\"");
        assertThat(Trial.figure(server, "database_up")).isZero();
    }

    @Test
    @Effect("database.folder")
    void keepsTheEmbeddedDatabaseInItsFolder(Trial trial) throws Exception {
        Path folder =
                Files.createTempDirectory(
                        Files.createDirectories(Path.of("target", "kept")), "folder-");
        try {
            RunningServer server =
                    trial.start("database.mode: embedded", "database.folder: " + folder);
            assertThat(folder.resolve("data/PG_VERSION")).exists();
            assertThat(Trial.admin(server, "/health")).contains("\"database\": \"up\"");
            assertThat(Trial.figure(server, "database_up")).isEqualTo(1);
            server.close();
            assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
        } finally {
            Folders.delete(folder);
        }
    }

    @Test
    @Effect({"database.url", "database.user", "database.password", "database.connections"})
    void worksInAnExternalDatabaseAsItsRole(Trial trial) throws Exception {
        String role = role();
        sql.useHandle(handle -> handle.execute("grant create on schema public to " + role));
        trial.start(external(role, "database.connections: 3"));
        Trial.await("3 connections", () -> connections(role) == 3);
        assertThat(tableOwner()).isEqualTo(role);
    }

    @Test
    @Effect({"database.migration_user", "database.migration_password"})
    void makesTablesAsOneRoleAndWorksAsAnother(Trial trial) throws Exception {
        String worker = role();
        String migrator = role();
        sql.useHandle(handle -> handle.execute("grant create on schema public to " + migrator));
        trial.start(
                external(
                        worker,
                        "database.migration_user: " + migrator,
                        "database.migration_password: " + PASSWORD));
        assertThat(tableOwner()).isEqualTo(migrator);
        Trial.await("connections", () -> connections(worker) > 0);
        boolean mayWrite =
                sql.withHandle(
                        handle ->
                                handle.select(
                                                "select has_table_privilege(?, 'room', 'update')",
                                                worker)
                                        .mapTo(Boolean.class)
                                        .one());
        assertThat(mayWrite).isTrue();
    }

    @Test
    @Effect("database.unsafe_durability")
    void refusesADatabaseThatMayLoseThingsUnlessThatIsAccepted(Trial trial) throws Exception {
        String role = role();
        sql.useHandle(
                handle -> {
                    handle.execute("grant create on schema public to " + role);
                    handle.execute("alter role " + role + " set synchronous_commit = off");
                });
        assertThatThrownBy(() -> trial.start(external(role)))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("database.unsafe_durability: the database may lose")
                .hasMessageContaining("synchronous_commit");
        RunningServer server = trial.start(external(role, "database.unsafe_durability: true"));
        assertThat(Trial.admin(server, "/health")).contains("\"database\": \"up\"");
    }

    @Test
    void namesTheKeyOfWhateverKeepsItFromTheDatabase(Trial trial) {
        String worker = role();
        assertThatThrownBy(() -> trial.start(external(worker)))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining(": database.user: ")
                .hasMessageContaining("database.migration_user");
        assertThatThrownBy(() -> trial.start(external(worker, "database.password: wrong")))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining(": database.user: ")
                .hasMessageContaining("correct the role and its password");
        String nowhere = "database.url: postgresql://127.0.0.1:1/game";
        assertThatThrownBy(() -> trial.start(external(worker, nowhere)))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining(": database.url: no database answers: ");
        assertThatThrownBy(() -> trial.start(external(worker, url() + "_not")))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining(": database.url: no database answers: ");
    }

    private String role() {
        String name = "role_" + ProcessHandle.current().pid() + "_" + ROLES.incrementAndGet();
        String create = "create role %s login password '%s'".formatted(name, PASSWORD);
        sql.useHandle(handle -> handle.execute(create));
        return name;
    }

    private String url() {
        return "database.url: " + owner.url().substring("jdbc:".length());
    }

    private String[] external(String role, String... more) {
        List<String> settings =
                new ArrayList<>(
                        List.of(
                                "database.mode: external",
                                url(),
                                "database.user: " + role,
                                "database.password: " + PASSWORD));
        settings.addAll(List.of(more));
        return settings.toArray(String[]::new);
    }

    private int connections(String role) {
        return sql.withHandle(
                handle ->
                        handle.select(
                                        "select count(*) from pg_stat_activity where usename = ?"
                                                + " and application_name = 'cardea'",
                                        role)
                                .mapTo(Integer.class)
                                .one());
    }

    private String tableOwner() {
        return sql.withHandle(
                handle ->
                        handle.select("select tableowner from pg_tables where tablename = 'room'")
                                .mapTo(String.class)
                                .one());
    }
}
