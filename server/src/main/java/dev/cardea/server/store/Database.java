package dev.cardea.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;
import org.jdbi.v3.core.Jdbi;

/**
 * The connections to PostgreSQL. Safe from any thread that may block; never an event loop or a room
 * worker.
 *
 * <p>The bound on statements is the database's own ({@code statement_timeout}), so that one which
 * hangs gives its connection back; the bound on waiting for a connection is the pool's.
 */
public final class Database implements AutoCloseable {
    /** How long a statement may take. */
    public static final Duration STATEMENT_TIMEOUT = Duration.ofSeconds(2);

    /** How long to wait for a row that somebody else has locked. */
    public static final Duration LOCK_TIMEOUT = Duration.ofSeconds(1);

    /** How long a transaction may stand still. */
    public static final Duration IDLE_TRANSACTION_TIMEOUT = Duration.ofSeconds(5);

    /** How long to wait for a free connection before the answer is "try again". */
    public static final Duration WAIT_MAX = Duration.ofSeconds(2);

    private final HikariDataSource pool;
    private final Jdbi jdbi;

    private Database(HikariDataSource pool) {
        this.pool = pool;
        this.jdbi = Jdbi.create(pool);
    }

    /**
     * Connects.
     *
     * @param connectionsMax at most so many at once, 1 or more
     * @throws com.zaxxer.hikari.pool.HikariPool.PoolInitializationException if it cannot connect
     */
    public static Database open(DatabaseAddress address, int connectionsMax) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("database");
        config.setJdbcUrl(address.url());
        config.setUsername(address.user());
        config.setPassword(address.password());
        config.setMaximumPoolSize(connectionsMax);
        config.setConnectionTimeout(WAIT_MAX.toMillis());
        config.addDataSourceProperty("ApplicationName", "cardea");
        config.addDataSourceProperty(
                "options",
                ("-c statement_timeout=%d -c lock_timeout=%d"
                                + " -c idle_in_transaction_session_timeout=%d")
                        .formatted(
                                STATEMENT_TIMEOUT.toMillis(),
                                LOCK_TIMEOUT.toMillis(),
                                IDLE_TRANSACTION_TIMEOUT.toMillis()));
        return new Database(new HikariDataSource(config));
    }

    /** The pool itself, for statements that Jdbi has no words for. */
    public DataSource pool() {
        return pool;
    }

    /** For statements and transactions. */
    public Jdbi jdbi() {
        return jdbi;
    }

    /**
     * Asks it for nothing but an answer. Blocks, for a few seconds at most.
     *
     * @throws RuntimeException if there is none
     */
    public void ask() {
        jdbi.useHandle(handle -> handle.execute("select 1"));
    }

    @Override
    public void close() {
        pool.close();
    }
}
