package dev.cardea.server.store.documents;

import dev.cardea.server.store.Database;
import dev.cardea.store.StoreUnavailableException;
import java.sql.SQLException;
import java.util.Set;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.JdbiException;
import org.jspecify.annotations.Nullable;

/**
 * Runs statements and says in the store's words what went wrong: what the database cannot do now is
 * {@link StoreUnavailableException}. Safe from any thread that may block.
 */
final class DatabaseCalls {
    /** How often a transaction runs that others keep from being in some order. */
    static final int TRIES = 4;

    /** Serialization failure and deadlock: PostgreSQL has undone it and asks for another try. */
    private static final Set<String> AGAIN = Set.of("40001", "40P01");

    /**
     * Classes of SQLSTATE (PostgreSQL, appendix A) that pass: no connection, no resources (a full
     * disk among them), an operator or a timeout in the way, the operating system.
     */
    private static final Set<String> PASSING = Set.of("08", "53", "57", "58");

    /** Single states that pass: locks, stopped transactions, a database that only reads for now. */
    private static final Set<String> PASSING_STATES = Set.of("55P03", "25P03", "25P04", "25006");

    private final Database database;

    DatabaseCalls(Database database) {
        this.database = database;
    }

    /** Runs a statement by itself. */
    <T> T one(HandleCallback<T, RuntimeException> statement) {
        return again(() -> database.jdbi().withHandle(statement));
    }

    /** Runs statements in one transaction, which an exception undoes. */
    <T> T transaction(HandleCallback<T, RuntimeException> statements) {
        return again(
                () ->
                        database.jdbi()
                                .inTransaction((Handle handle) -> statements.withHandle(handle)));
    }

    private interface Call<T> {
        T run();
    }

    private static <T> T again(Call<T> call) {
        for (int tries = 1; ; tries++) {
            try {
                return call.run();
            } catch (JdbiException e) {
                SQLException cause = cause(e);
                boolean isOver = cause == null || !AGAIN.contains(state(cause));
                if (isOver || tries == TRIES) {
                    throw translated(e, cause);
                }
            }
        }
    }

    private static @Nullable SQLException cause(Throwable e) {
        for (Throwable at = e; at != null; at = at.getCause()) {
            if (at instanceof SQLException found) {
                return found;
            }
        }
        return null;
    }

    private static String state(SQLException e) {
        String state = e.getSQLState();
        return state == null ? "" : state;
    }

    private static RuntimeException translated(JdbiException e, @Nullable SQLException cause) {
        if (cause == null) {
            return new IllegalStateException("a statement failed", e);
        }
        String state = state(cause);
        boolean passes =
                e instanceof ConnectionException
                        || PASSING.contains(state.substring(0, 2))
                        || PASSING_STATES.contains(state)
                        || AGAIN.contains(state);
        return passes
                ? new StoreUnavailableException(cause.toString())
                : new IllegalStateException("a statement failed with SQLSTATE " + state, e);
    }
}
