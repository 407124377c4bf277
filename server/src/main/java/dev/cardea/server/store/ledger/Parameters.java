package dev.cardea.server.store.ledger;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The parameters of a statement, one after the other, each an array. Confined to one statement. */
final class Parameters {
    private final Connection connection;
    private final PreparedStatement statement;
    private int next = 1;

    Parameters(Connection connection, PreparedStatement statement) {
        this.connection = connection;
        this.statement = statement;
    }

    /** What each of {@code all} has. */
    <T> void array(String type, Collection<T> all, Function<T, ? extends @Nullable Object> what)
            throws SQLException {
        @Nullable Object[] values = new @Nullable Object[all.size()];
        int at = 0;
        for (T each : all) {
            values[at++] = what.apply(each);
        }
        statement.setArray(next++, connection.createArrayOf(type, values));
    }
}
