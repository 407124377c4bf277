package dev.cardea.server.store.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.server.store.Database;
import dev.cardea.server.store.DatabaseAddress;
import dev.cardea.server.store.RuntimeRole;
import dev.cardea.server.store.TestPostgres;
import dev.cardea.store.BatchResult;
import dev.cardea.store.Change;
import dev.cardea.store.DocumentType;
import dev.cardea.store.IfVersion;
import dev.cardea.store.Owner;
import dev.cardea.store.Query;
import dev.cardea.store.StoreUnavailableException;
import dev.cardea.store.WriteResult;
import dev.cardea.store.WriteResult.Written;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What documents answer while the database is busy, stuck, full or gone. */
@Timeout(60)
class DocumentFaultsIT {
    record Counter(long value) {}

    private static final DocumentType<Counter> COUNTER =
            DocumentType.of("counter", Counter.class).index("value", Counter::value);
    private static final Owner ANN = Owner.player("ann");

    /** Two seconds, and what a busy machine adds. */
    private static final Duration SOON = Duration.ofSeconds(6);

    private final DatabaseAddress address = TestPostgres.migrated();
    private final Database database = Database.open(address, 1);
    private final PostgresDocuments documents = new PostgresDocuments(database, List.of(COUNTER));

    @AfterEach
    void close() {
        database.close();
    }

    private WriteResult<Counter> write(long value, IfVersion condition) {
        return documents.write(COUNTER, ANN, "a", new Counter(value), condition);
    }

    private static void isUnavailableSoon(Runnable call) {
        Instant before = Instant.now();
        assertThatThrownBy(call::run).isInstanceOf(StoreUnavailableException.class);
        assertThat(Duration.between(before, Instant.now())).isLessThan(SOON);
    }

    private Jdbi other() {
        return Jdbi.create(address.url(), address.user(), address.password());
    }

    @Test
    void saysSoWhenNoConnectionIsFree() {
        try (Handle held = database.jdbi().open()) {
            assertThat(held.isClosed()).isFalse();
            isUnavailableSoon(() -> documents.read(COUNTER, ANN, "a"));
        }
        assertThat(documents.read(COUNTER, ANN, "a")).isEmpty();
    }

    @Test
    void staysInterruptedWhenItWasWhileWaiting() {
        try (Handle held = database.jdbi().open()) {
            assertThat(held.isClosed()).isFalse();
            Thread.currentThread().interrupt();
            isUnavailableSoon(() -> documents.read(COUNTER, ANN, "a"));
            assertThat(Thread.interrupted()).isTrue();
        }
    }

    @Test
    void saysSoWhenARowIsLockedForLongerThanAStatementMayTake() {
        write(1, IfVersion.absent());
        try (Handle locking = other().open()) {
            locking.begin();
            locking.select("select 1 from document for update").mapTo(Integer.class).list();
            isUnavailableSoon(() -> write(2, IfVersion.is(1)));
            isUnavailableSoon(
                    () ->
                            documents.batch(
                                    List.of(
                                            new Change.Write<>(
                                                    COUNTER,
                                                    ANN,
                                                    "b",
                                                    new Counter(7),
                                                    IfVersion.absent()),
                                            new Change.Remove<>(COUNTER, ANN, "a", 1))));
            assertThat(documents.read(COUNTER, ANN, "a").orElseThrow().version()).isEqualTo(1);
            locking.rollback();
        }
        assertThat(documents.read(COUNTER, ANN, "b")).isEmpty();
        assertThat(write(2, IfVersion.is(1))).isEqualTo(new Written<Counter>(2));
    }

    @Test
    void saysSoWhenItsConnectionIsCutAndServesAgainAfterwards() {
        write(1, IfVersion.absent());
        other().useHandle(
                        handle ->
                                handle.select(
                                                """
                                                select pg_terminate_backend(pid)
                                                from pg_stat_activity
                                                where datname = current_database()
                                                    and pid <> pg_backend_pid()
                                                """)
                                        .mapTo(Boolean.class)
                                        .list());
        isUnavailableSoon(() -> write(2, IfVersion.is(1)));
        assertThat(write(2, IfVersion.is(1))).isEqualTo(new Written<Counter>(2));
    }

    @Test
    void saysSoWhileTheDatabaseIsGone() {
        String name = address.url().substring(address.url().lastIndexOf('/') + 1);
        DatabaseAddress elsewhere = TestPostgres.empty();
        Jdbi admin = Jdbi.create(elsewhere.url(), elsewhere.user(), elsewhere.password());
        admin.useHandle(handle -> handle.execute("drop database " + name + " with (force)"));
        isUnavailableSoon(() -> write(1, IfVersion.absent()));
        isUnavailableSoon(() -> documents.query(COUNTER, Query.all("value")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"40001", "40P01"})
    void triesAgainWhatTheDatabaseHasUndone(String state) {
        DatabaseCalls calls = new DatabaseCalls(database);
        AtomicInteger tries = new AtomicInteger();
        int third =
                calls.one(
                        handle -> {
                            if (tries.incrementAndGet() < 3) {
                                raise(handle, state);
                            }
                            return tries.get();
                        });
        assertThat(third).isEqualTo(3);
        tries.set(0);
        assertThatThrownBy(
                        () ->
                                calls.transaction(
                                        handle -> {
                                            tries.incrementAndGet();
                                            raise(handle, state);
                                            return 0;
                                        }))
                .isInstanceOf(StoreUnavailableException.class);
        assertThat(tries).hasValue(DatabaseCalls.TRIES);
    }

    private static void raise(Handle handle, String state) {
        handle.execute("do $$ begin raise exception using errcode = '" + state + "'; end $$");
    }

    @ParameterizedTest
    @ValueSource(strings = {"53100", "53300", "57014", "57P03", "58030", "25006", "08006"})
    void takesWhatPassesForUnavailable(String state) {
        assertThatThrownBy(() -> new DatabaseCalls(database).one(handle -> failed(handle, state)))
                .isInstanceOf(StoreUnavailableException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"42P01", "23505", "22021", "42501"})
    void takesWhatNeverPassesForAFaultOfItsOwn(String state) {
        assertThatThrownBy(() -> new DatabaseCalls(database).one(handle -> failed(handle, state)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(state);
    }

    private static int failed(Handle handle, String state) {
        raise(handle, state);
        return 0;
    }

    @Test
    void needsNoRightToChangeTables() {
        String name = "documents_" + address.url().substring(address.url().lastIndexOf('/') + 1);
        DatabaseAddress plain = RuntimeRole.make(address, name, "secret");
        try (Database asRole = Database.open(plain, 1)) {
            PostgresDocuments same = new PostgresDocuments(asRole, List.of(COUNTER));
            Counter one = new Counter(1);
            same.write(COUNTER, ANN, "a", one, IfVersion.absent());
            assertThat(same.query(COUNTER, Query.equal("value", 1)).documents()).hasSize(1);
            Change remove = new Change.Remove<>(COUNTER, ANN, "a", 1);
            assertThat(same.batch(List.of(remove))).isEqualTo(new BatchResult.Applied(List.of(2L)));
        }
        other().useHandle(handle -> handle.execute("drop owned by " + name));
        other().useHandle(handle -> handle.execute("drop role " + name));
    }
}
