package dev.cardea.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the role of a running server may do, and what not, on a database. */
@Timeout(60)
class RuntimeRoleIT {
    private static final String DENIED = "42501";

    private final DatabaseAddress owner = TestPostgres.migrated();

    /** Roles are the whole server's, so each test has its own, with a name that means harm. */
    private final String name =
            "r\"ole'; drop table document; -- "
                    + owner.url().substring(owner.url().lastIndexOf('/') + 1);

    private DatabaseAddress role = RuntimeRole.make(owner, name, "pass'word\" \\ $1");

    @AfterEach
    void dropRole() {
        String quoted = '"' + name.replace("\"", "\"\"") + '"';
        asOwner("drop owned by " + quoted);
        asOwner("drop role " + quoted);
    }

    private void asOwner(String sql) {
        as(owner, sql);
    }

    private static void as(DatabaseAddress who, String sql) {
        Jdbi.create(who.url(), who.user(), who.password()).useHandle(handle -> handle.execute(sql));
    }

    private void isDenied(String sql) {
        assertThatThrownBy(() -> as(role, sql))
                .as(sql)
                .isInstanceOf(JdbiException.class)
                .cause()
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(DENIED));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table t (n int)",
                "create temporary table t (n int)",
                "create schema s",
                "create index i on document (version)",
                "create function f() returns int language sql as 'select 1'",
                "create role other",
                "alter table document add column more int",
                "alter table document drop constraint document_pkey",
                "drop table document",
                "truncate document",
                "delete from flyway_schema_history",
                "update flyway_schema_history set success = false",
            })
    void changesNoTable(String sql) {
        isDenied(sql);
    }

    /** PostgreSQL only warns of that: there is nothing that the role could grant. */
    @Test
    void givesItsRightsToNobody() {
        as(role, "grant select on document to public");
        String granted = "select has_table_privilege('public', 'document', 'select')";
        boolean isGranted =
                Jdbi.create(owner.url(), owner.user(), owner.password())
                        .withHandle(handle -> handle.select(granted).mapTo(Boolean.class).one());
        assertThat(isGranted).isFalse();
    }

    @Test
    void readsAndWritesRowsAlsoOfTablesThatComeLater() {
        asOwner("create table later (id bigserial primary key, n int)");
        as(role, "insert into later (n) values (1)");
        as(role, "update later set n = 2");
        as(role, "delete from later where n = 2");
        as(role, "select * from installation");
    }

    @Test
    void onlyAddsToWhatIsAppendOnly() {
        asOwner("create table book (n int)");
        asOwner("comment on table book is 'append only: the test''s'");
        role = RuntimeRole.make(owner, name, "another");
        as(role, "insert into book values (1)");
        as(role, "select n from book");
        isDenied("update book set n = 2");
        isDenied("delete from book");
        isDenied("truncate book");
    }

    @Test
    void bringsARoleThatIsThereToItsRightsAndPassword() {
        DatabaseAddress old = role;
        String quoted = '"' + name.replace("\"", "\"\"") + '"';
        asOwner("grant create on schema public to " + quoted);
        role = RuntimeRole.make(owner, name, "another");
        isDenied("create table t (n int)");
        boolean isTrusting = canConnect(new DatabaseAddress(owner.url(), name, "wrong"));
        assertThat(canConnect(old)).isEqualTo(isTrusting);
    }

    private static boolean canConnect(DatabaseAddress address) {
        try {
            as(address, "select 1");
            return true;
        } catch (JdbiException e) {
            return false;
        }
    }

    @Test
    void refusesARoleThatMayDoMore() {
        String quoted = '"' + name.replace("\"", "\"\"") + '"';
        asOwner("alter role " + quoted + " createdb");
        assertThatThrownBy(() -> RuntimeRole.make(owner, name, "x"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("may do more than a server should");
        assertThatThrownBy(() -> RuntimeRole.make(owner, owner.user(), "x"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
