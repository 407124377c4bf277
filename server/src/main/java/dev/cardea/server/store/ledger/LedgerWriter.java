package dev.cardea.server.store.ledger;

import dev.cardea.store.Outcome;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches, each as one transaction. Safe from any thread that may block.
 *
 * <p>An answer is given after COMMIT has returned. If anything else happens, the answer is that
 * nobody knows: the commit may have been done and its reply lost.
 */
class LedgerWriter {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerWriter.class);
    private static final int RETRY_MILLIS = 1_000;
    private static final int TRIES = 3;

    /** SQLSTATE of what is worth another try at once: a deadlock, a transaction in the way. */
    private static final List<String> AGAIN = List.of("40001", "40P01");

    private final DataSource pool;
    private final LedgerTables tables;

    LedgerWriter(DataSource pool, LedgerTables tables) {
        this.pool = pool;
        this.tables = tables;
    }

    /** Who is told what becomes of a request. */
    interface Answering {
        void answer(Request request, Outcome outcome);
    }

    /**
     * Writes {@code requests}, of which no two have one id; each is answered once. If a batch
     * fails, its operations are tried one by one, so that one which cannot be done, as a row is
     * locked, holds up none of the others.
     */
    void write(List<Request> requests, Answering answering) {
        try {
            commit(requests).forEach(answering::answer);
        } catch (RuntimeException bug) { // of ours: whoever waits is told, and this thread goes on
            LOG.error("{} operations are not known to be done", requests.size(), bug);
            requests.forEach(each -> answering.answer(each, new Outcome.TryLater(RETRY_MILLIS)));
        } catch (SQLException failed) {
            if (requests.size() == 1 || isAway(failed)) {
                LOG.warn(
                        "{} operations are not known to be done: {}",
                        requests.size(),
                        text(failed));
                requests.forEach(
                        each -> answering.answer(each, new Outcome.TryLater(RETRY_MILLIS)));
            } else {
                requests.forEach(each -> write(List.of(each), answering));
            }
        }
    }

    private static String text(SQLException failed) {
        return failed.getSQLState() + ": " + failed.getMessage();
    }

    /** Whether there is no database to try again with: SQLSTATE classes 08, 53 and 57. */
    private static boolean isAway(SQLException failed) {
        String state = Optional.ofNullable(failed.getSQLState()).orElse("08");
        return state.startsWith("08")
                || state.startsWith("53")
                || (state.startsWith("57") && !state.equals("57014")); // a statement took too long
    }

    private Map<Request, Outcome> commit(List<Request> requests) throws SQLException {
        for (int left = TRIES; ; left--) {
            try {
                return commitOnce(new Batch(requests));
            } catch (SQLException failed) {
                if (left == 1 || !AGAIN.contains(failed.getSQLState())) {
                    throw failed;
                }
            }
        }
    }

    private Map<Request, Outcome> commitOnce(Batch batch) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                transact(connection, batch);
            } catch (SQLException | RuntimeException failed) {
                rollBack(connection, failed);
                throw failed;
            }
        }
        return batch.outcomes();
    }

    /** All of one transaction. */
    void transact(Connection connection, Batch batch) throws SQLException {
        tables.lockAndDecide(connection, batch);
        tables.write(connection, batch);
        connection.commit();
    }

    private static void rollBack(Connection connection, Exception because) {
        try {
            connection.rollback();
        } catch (SQLException broken) {
            because.addSuppressed(broken);
        }
    }
}
