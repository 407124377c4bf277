package dev.cardea.server.store.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.server.node.RoomShelf.Lease;
import dev.cardea.server.store.Database;
import dev.cardea.server.store.DatabaseAddress;
import dev.cardea.server.store.TestPostgres;
import dev.cardea.session.OwnerId;
import dev.cardea.store.Holder;
import dev.cardea.store.Move;
import dev.cardea.store.Operation;
import dev.cardea.store.OperationId;
import dev.cardea.store.Outcome;
import dev.cardea.store.Outcome.Reason;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ledger on a database: once, all or nothing, and answered whatever the database does. */
@Timeout(90)
class PostgresLedgerIT {
    private static final Outcome DONE = new Outcome.Done();

    private final DatabaseAddress address = TestPostgres.migrated();
    private final Database database = Database.open(address, 4);
    private final Jdbi jdbi = Jdbi.create(address.url(), address.user(), address.password());
    private final PostgresLedger ledger = new PostgresLedger(database);

    @AfterEach
    void close() {
        ledger.close();
        database.close();
    }

    private static OperationId id(int number) {
        return new OperationId(new UUID(1, number));
    }

    private Outcome ask(int number, Operation operation) {
        return LedgerLoad.ask(ledger, id(number), operation, null);
    }

    /** Asks again as whoever is told to try later does, but not for ever. */
    private Outcome askUntilKnown(int number, Operation operation) {
        Outcome outcome = ask(number, operation);
        for (int left = 5; left > 0 && outcome instanceof Outcome.TryLater; left--) {
            outcome = ask(number, operation);
        }
        return outcome;
    }

    private List<String> faults() {
        return LedgerAudit.run(jdbi).faults();
    }

    @Test
    void doesAnOperationOnceHoweverOftenItIsAskedFor() {
        Operation credit = Operation.credit("ann", "gold", 100).because("prize");
        assertThat(ask(1, credit)).isEqualTo(DONE);
        assertThat(ask(1, credit)).isEqualTo(DONE);
        assertThat(ledger.balances("ann")).isEqualTo(Map.of("gold", 100L));
        Outcome reused = ask(1, Operation.credit("ann", "gold", 101).because("prize"));
        assertThat(reused).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused) reused).reason()).isEqualTo(Reason.ID_REUSED);
        assertThat(faults()).isEmpty();
    }

    @Test
    void refusesForEverWhatAPlayerDoesNotHave() {
        Operation debit = Operation.debit("ann", "gold", 1);
        Outcome refused = new Outcome.Refused(Reason.NOT_ENOUGH, "ann has not enough gold");
        assertThat(ask(1, debit)).isEqualTo(refused);
        assertThat(ask(2, Operation.credit("ann", "gold", 5))).isEqualTo(DONE);
        assertThat(ask(1, debit)).isEqualTo(refused);
        assertThat(ask(3, debit)).isEqualTo(DONE);
        assertThat(ask(4, Operation.credit("ann", "gold", Move.AMOUNT_MAX)))
                .isEqualTo(new Outcome.Refused(Reason.TOO_MUCH, "ann has too much gold"));
        assertThat(ledger.balances("ann")).isEqualTo(Map.of("gold", 4L));
        assertThat(faults()).isEmpty();
    }

    @Test
    void tradesAllOrNothing() {
        ask(1, Operation.credit("ann", "gold", 40).and(Operation.credit("bob", "sword", 1)));
        Operation trade =
                Operation.transfer("ann", "bob", "gold", 40)
                        .and(Operation.transfer("bob", "ann", "sword", 1));
        assertThat(ask(2, trade)).isEqualTo(DONE);
        assertThat(ask(3, trade)).isInstanceOf(Outcome.Refused.class);
        assertThat(ledger.balances("ann")).isEqualTo(Map.of("gold", 0L, "sword", 1L));
        assertThat(ledger.balances("bob")).isEqualTo(Map.of("gold", 40L, "sword", 0L));
        LedgerAudit.Report report = LedgerAudit.run(jdbi);
        assertThat(report.faults()).isEmpty();
        assertThat(report.houses()).isEqualTo(Map.of("house gold", -40L, "house sword", -1L));
    }

    @Test
    void takesAnyTextForAName() {
        String name = "'; drop table ledger; -- \" \\ {},\u00e4\ud83d\ude00 null";
        Operation odd =
                Operation.of(new Holder.House(name), new Holder.Player(name), name, 7)
                        .because(name);
        assertThat(ask(1, odd)).isEqualTo(DONE);
        assertThat(ledger.balances(name)).isEqualTo(Map.of(name, 7L));
        assertThat(faults()).isEmpty();
    }

    @Test
    void doesForARoomOnlyWhatItsOwnerAsks() {
        LedgerLoad load = new LedgerLoad(jdbi);
        load.makeRoom();
        Lease first = new Lease(new OwnerId("till", "one"), LedgerLoad.LIFE, 1);
        Lease second = new Lease(first.room(), first.life(), 2);
        Operation credit = Operation.credit("ann", "gold", 1);
        assertThat(LedgerLoad.ask(ledger, id(1), credit, first)).isEqualTo(DONE);
        load.takeOver();
        Outcome fenced = LedgerLoad.ask(ledger, id(2), credit, first);
        assertThat(((Outcome.Refused) fenced).reason()).isEqualTo(Reason.FENCED);
        assertThat(LedgerLoad.ask(ledger, id(2), credit, second)).as("not kept").isEqualTo(DONE);
        assertThat(LedgerLoad.ask(ledger, id(1), credit, second)).isEqualTo(DONE);
        assertThat(ledger.balances("ann")).isEqualTo(Map.of("gold", 2L));
        assertThat(faults()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isRightWhateverComesAtOnceFromTwoProcesses(long seed) throws Exception {
        LedgerLoad load = new LedgerLoad(jdbi);
        load.makeRoom();
        try (Database others = Database.open(address, 4);
                PostgresLedger other = new PostgresLedger(others)) {
            Thread beside = Thread.startVirtualThread(() -> load.run(other, 12, 60, seed));
            load.run(ledger, 12, 30, seed);
            load.takeOver();
            load.run(ledger, 12, 30, seed);
            beside.join();
        }
        assertThat(load.history.faults(jdbi)).isEmpty();
        assertThat(load.history.count(Outcome.Done.class)).isGreaterThan(100);
        assertThat(load.history.count(Outcome.Refused.class)).isGreaterThan(50);
        assertThat(load.history.count(Outcome.TryLater.class)).as("in a ring").isZero();
    }

    /** A writer that waits before it begins, and counts. */
    private final class Counting extends LedgerWriter {
        final CountDownLatch begin = new CountDownLatch(1);
        final AtomicInteger commits = new AtomicInteger();

        Counting() {
            super(database.pool(), new LedgerTables());
        }

        @Override
        void write(List<Request> requests, Answering answering) {
            try {
                begin.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            super.write(requests, answering);
        }

        @Override
        void transact(Connection connection, Batch batch) throws SQLException {
            commits.incrementAndGet();
            super.transact(connection, batch);
        }
    }

    @Test
    void sharesACommitAmongThoseThatWait() {
        Counting writer = new Counting();
        try (PostgresLedger counted = new PostgresLedger(database, writer)) {
            List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                Operation credit = Operation.credit("player" + i % 7, "gold", 1);
                answers.add(counted.settle(id(i), credit).toCompletableFuture());
            }
            writer.begin.countDown();
            assertThat(answers).allSatisfy(one -> assertThat(one.join()).isEqualTo(DONE));
            assertThat(writer.commits.get()).isBetween(2, 6);
        }
        assertThat(faults()).isEmpty();
    }

    @Test
    void refusesAtOnceWhatTheQueueHasNoPlaceFor() {
        Counting writer = new Counting();
        PostgresLedger stuck = new PostgresLedger(database, writer);
        List<CompletableFuture<Outcome>> answers = new ArrayList<>();
        int all = PostgresLedger.WAITING_MAX + 2 * PostgresLedger.BATCH_MAX + 1;
        for (int i = 0; i < all; i++) {
            answers.add(
                    stuck.settle(id(i), Operation.credit("ann", "gold", 1)).toCompletableFuture());
        }
        assertThat(answers.getLast()).isCompletedWithValue(new Outcome.TryLater(1000));
        writer.begin.countDown();
        answers.forEach(CompletableFuture::join);
        stuck.close();
    }

    @Test
    void saysWithinItsTimeThatNobodyKnowsAndHoldsUpNobodyElse() {
        ask(1, Operation.credit("ann", "gold", 10));
        ask(2, Operation.credit("bob", "gold", 10));
        try (Handle holding = jdbi.open()) {
            holding.begin();
            holding.execute("select * from balance where account = 'ann' for update");
            List<CompletableFuture<Outcome>> answers = new ArrayList<>();
            for (String account : List.of("ann", "bob", "bob", "bob")) {
                Operation credit = Operation.credit(account, "gold", 1);
                int number = 10 + answers.size();
                answers.add(ledger.settle(id(number), credit).toCompletableFuture());
            }
            assertThat(answers.getFirst().join()).isEqualTo(new Outcome.TryLater(1000));
            for (int i = 1; i < answers.size(); i++) {
                int number = 10 + i;
                assertThat(askUntilKnown(number, Operation.credit("bob", "gold", 1)))
                        .isEqualTo(DONE);
            }
            holding.rollback();
        }
        assertThat(ask(10, Operation.credit("ann", "gold", 1))).isEqualTo(DONE);
        assertThat(ledger.balances("ann")).isEqualTo(Map.of("gold", 11L));
        assertThat(ledger.balances("bob")).isEqualTo(Map.of("gold", 13L));
        assertThat(faults()).isEmpty();
    }

    /** A writer whose connection breaks around the commit: before it, or when it is done. */
    private final class Breaking extends LedgerWriter {
        private final boolean after;

        Breaking(boolean after) {
            super(database.pool(), new LedgerTables());
            this.after = after;
        }

        @Override
        void transact(Connection connection, Batch batch) throws SQLException {
            if (after) {
                super.transact(connection, batch);
            }
            throw new SQLException("the connection broke", "08006");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void isAskedAgainWhereACommitIsUnknown(boolean after) {
        Operation credit = Operation.credit("ann", "gold", 5);
        try (PostgresLedger broken = new PostgresLedger(database, new Breaking(after))) {
            assertThat(LedgerLoad.ask(broken, id(1), credit, null))
                    .isEqualTo(new Outcome.TryLater(1000));
        }
        assertThat(ledger.balances("ann")).isEqualTo(after ? Map.of("gold", 5L) : Map.of());
        assertThat(ask(1, credit)).isEqualTo(DONE);
        assertThat(ledger.balances("ann")).isEqualTo(Map.of("gold", 5L));
        assertThat(faults()).isEmpty();
    }

    @Test
    void goesOnWhenItsConnectionsAreCut() {
        ask(1, Operation.credit("ann", "gold", 1));
        jdbi.useHandle(
                handle ->
                        handle.select(
                                        "select pg_terminate_backend(pid) from pg_stat_activity"
                                                + " where datname = current_database()"
                                                + " and pid <> pg_backend_pid()")
                                .mapTo(Boolean.class)
                                .list());
        assertThat(askUntilKnown(2, Operation.credit("ann", "gold", 1))).isEqualTo(DONE);
        assertThat(ledger.balances("ann")).isEqualTo(Map.of("gold", 2L));
    }

    @Test
    void refusesToChangeWhatIsWritten() {
        ask(1, Operation.credit("ann", "gold", 1));
        for (String sql :
                List.of("update ledger set delta = 2", "delete from ledger", "truncate ledger")) {
            assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute(sql)))
                    .hasMessageContaining("only ever added to");
        }
    }
}
