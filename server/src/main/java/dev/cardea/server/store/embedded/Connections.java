package dev.cardea.server.store.embedded;

import dev.cardea.server.store.DatabaseAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Whether a server answers to our password. Stateless. */
final class Connections {
    private static final String STARTING = "57P03"; // cannot_connect_now
    private static final String SECONDS_MAX = "3";

    /** What came of it. */
    enum Answer {
        /** It is the one on our folder. */
        OURS,
        /** It is not ready yet, or is stopping. */
        STARTING,
        /** It knows another password. */
        WRONG_PASSWORD,
        /** It does not answer, or is another's. */
        NONE
    }

    private Connections() {}

    /** The address of a database of the server at a port of loopback. */
    static DatabaseAddress address(int port, String database, String password) {
        return new DatabaseAddress(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database, DataFolder.OWNER, password);
    }

    /** Connects and asks which folder it works on. Takes at most some seconds. */
    static Answer ask(DatabaseAddress address, Path data) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("user", address.user());
        properties.setProperty("password", address.password());
        properties.setProperty("connectTimeout", SECONDS_MAX);
        properties.setProperty("loginTimeout", SECONDS_MAX);
        properties.setProperty("socketTimeout", SECONDS_MAX);
        try (Connection connection = DriverManager.getConnection(address.url(), properties);
                Statement statement = connection.createStatement();
                ResultSet folder = statement.executeQuery("show data_directory")) {
            boolean ours = folder.next() && data.toRealPath().equals(real(folder.getString(1)));
            return ours ? Answer.OURS : Answer.NONE;
        } catch (SQLException e) {
            String state = String.valueOf(e.getSQLState());
            if (state.startsWith("28")) { // invalid authorization
                return Answer.WRONG_PASSWORD;
            }
            return state.equals(STARTING) ? Answer.STARTING : Answer.NONE;
        }
    }

    private static Path real(String folder) {
        try {
            return Path.of(folder).toRealPath();
        } catch (IOException e) {
            return Path.of(folder);
        }
    }
}
