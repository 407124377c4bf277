package dev.cardea.server.store;

import java.sql.SQLException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.postgresql.util.PasswordUtil;

/**
 * The role that a server runs as: it reads and writes rows, and cannot change a table. Migrations
 * run as another, the owner of the tables. Stateless.
 *
 * <p>A table whose comment begins with {@code append only} is that for this role: rows can be added
 * and read, not changed and not removed.
 */
public final class RuntimeRole {
    /**
     * One at a time in a database: the rights of a table are a row that two cannot write at once.
     */
    private static final String ONE_AT_A_TIME =
            "select 1 from pg_advisory_xact_lock(hashtext('cardea runtime role'))";

    private static final String RIGHTS =
            """
            select coalesce(bool_or(rolsuper or rolcreaterole or rolcreatedb or rolbypassrls), false)
            from pg_roles where rolname = ?
            """;

    /** Statements with a place for the name of the role, in their order. */
    private static final String[] GRANTS = {
        "revoke create on schema public from public",
        "revoke all on schema public from %1$I",
        "grant usage on schema public to %1$I",
        "revoke all on all tables in schema public from %1$I",
        "grant select, insert, update, delete on all tables in schema public to %1$I",
        "grant usage, select on all sequences in schema public to %1$I",
        "alter default privileges in schema public"
                + " grant select, insert, update, delete on tables to %1$I",
        "alter default privileges in schema public grant usage, select on sequences to %1$I",
        "revoke temporary on database %2$I from public",
        "revoke all on database %2$I from %1$I",
        "grant connect on database %2$I to %1$I",
    };

    /** What this role must not change, and which rights it loses there. */
    private static final String KEPT_TABLES =
            """
            select format('revoke update, delete on %s from %I', oid::regclass, ?)
            from pg_class
            where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
                and obj_description(oid, 'pg_class') like 'append only%'
            union all
            select format('revoke insert, update, delete on %s from %I', oid::regclass, ?)
            from pg_class
            where relnamespace = 'public'::regnamespace and relname = 'flyway_schema_history'
            """;

    private RuntimeRole() {}

    /**
     * Makes the role, or brings one that is there to the same rights and password. To be run after
     * each migration: a table that is append only becomes so for the role here.
     *
     * @param owner a role that owns the database and its tables, and may make roles
     * @param name of the role, not the owner's
     * @return how to connect as that role
     * @throws IllegalStateException if the owner may not do that, or there is a role of that name
     *     which may do more than a server should
     */
    public static DatabaseAddress make(DatabaseAddress owner, String name, String password) {
        if (name.equals(owner.user())) {
            throw new IllegalArgumentException("a server does not run as the owner of its tables");
        }
        try {
            Jdbi.create(owner.url(), owner.user(), owner.password())
                    .useTransaction(handle -> make(handle, name, password));
        } catch (JdbiException | SQLException e) {
            throw new IllegalStateException("the role " + name + " cannot be made", e);
        }
        return new DatabaseAddress(owner.url(), name, password);
    }

    private static void make(Handle handle, String name, String password) throws SQLException {
        handle.select(ONE_AT_A_TIME).mapTo(Integer.class).one();
        checkRights(handle, name);
        String there = "select count(*) from pg_roles where rolname = ?";
        if (handle.select(there, name).mapTo(Integer.class).one() == 0) {
            handle.execute(quoted(handle, "create role %1$I login", name));
        }
        // This says a verifier (SCRAM, RFC 5802), so no log of statements has the password.
        handle.execute(
                PasswordUtil.genAlterUserPasswordSQL(
                        name, password.toCharArray(), "scram-sha-256"));
        for (String grant : GRANTS) {
            handle.execute(quoted(handle, grant, name));
        }
        handle.select(KEPT_TABLES, name, name).mapTo(String.class).list().forEach(handle::execute);
    }

    private static void checkRights(Handle handle, String name) {
        if (handle.select(RIGHTS, name).mapTo(Boolean.class).one()) {
            throw new IllegalStateException(
                    "the role " + name + " may do more than a server should: it is no plain role");
        }
    }

    /** Names cannot be parameters of such statements; the database itself quotes them. */
    private static String quoted(Handle handle, String statement, String name) {
        return handle.select("select format(?, ?::text, current_database())", statement, name)
                .mapTo(String.class)
                .one();
    }
}
