package dev.cardea.server.store;

import dev.cardea.server.store.DatabaseRefusedException.Why;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import org.flywaydb.core.api.FlywayException;

/**
 * What is done once with a database before it is used: it is made, its tables are brought to this
 * build, and it is looked at. Stateless; each call blocks on a connection of its own.
 */
public final class Preparation {
    private static final int CONNECT_SECONDS_MAX = 10;
    private static final List<String> MUST_BE_ON =
            List.of("fsync", "full_page_writes", "synchronous_commit");

    private Preparation() {}

    /**
     * What a database says of itself.
     *
     * @param version such as {@code 18.1}
     * @param unsafe the settings by which it may lose what it has confirmed
     */
    public record Found(String version, List<String> unsafe) {
        public Found {
            unsafe = List.copyOf(unsafe);
        }
    }

    /**
     * Makes the database {@code name} if it is not there.
     *
     * @param server another database of the same server, as a role that may make one
     * @param name plain letters
     */
    public static void create(DatabaseAddress server, String name) throws DatabaseRefusedException {
        try (Connection connection = connect(server)) {
            if (!exists(connection, name)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("create database " + quoted(name));
                }
            }
        } catch (SQLException e) {
            throw Refusals.of(e, Why.STATE);
        }
    }

    private static boolean exists(Connection connection, String name) throws SQLException {
        try (PreparedStatement query =
                connection.prepareStatement("select 1 from pg_database where datname = ?")) {
            query.setString(1, name);
            try (ResultSet rows = query.executeQuery()) {
                return rows.next();
            }
        }
    }

    /**
     * Brings the tables to what this build needs.
     *
     * @param owner a role that may make tables
     * @param worker the role that works with them, which is granted that if it is another
     * @return how many migrations ran
     */
    public static int migrate(DatabaseAddress owner, String worker)
            throws DatabaseRefusedException {
        try (Connection connection = connect(owner)) {
            int ran = Migrations.run(owner);
            if (!worker.equals(owner.user())) {
                grant(connection, worker);
            }
            return ran;
        } catch (SQLException | FlywayException e) {
            throw Refusals.of(e, Why.TABLES);
        }
    }

    private static void grant(Connection connection, String worker) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            String role = quoted(worker);
            statement.execute("grant usage on schema public to " + role);
            statement.execute(
                    "grant select, insert, update, delete on all tables in schema public to "
                            + role);
            statement.execute("grant usage on all sequences in schema public to " + role);
        }
    }

    /** Connects as {@code worker} and asks what matters. */
    public static Found look(DatabaseAddress worker) throws DatabaseRefusedException {
        try (Connection connection = connect(worker);
                Statement statement = connection.createStatement()) {
            List<String> unsafe = new ArrayList<>();
            for (String setting : MUST_BE_ON) {
                if (shown(statement, setting).equals("off")) {
                    unsafe.add(setting);
                }
            }
            String version = shown(statement, "server_version");
            return new Found(version.split(" ", 2)[0], unsafe);
        } catch (SQLException e) {
            throw Refusals.of(e, Why.STATE);
        }
    }

    private static String shown(Statement statement, String setting) throws SQLException {
        try (ResultSet rows = statement.executeQuery("show " + setting)) {
            return rows.next() ? rows.getString(1) : "";
        }
    }

    private static Connection connect(DatabaseAddress address) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("loginTimeout", Integer.toString(CONNECT_SECONDS_MAX));
        properties.setProperty("ApplicationName", "cardea start");
        return DriverManager.getConnection(address.url(), properties);
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
