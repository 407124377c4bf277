package dev.cardea.server.store.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.server.store.Database;
import dev.cardea.server.store.TestPostgres;
import dev.cardea.store.BatchResult;
import dev.cardea.store.Change;
import dev.cardea.store.Cursor;
import dev.cardea.store.Document;
import dev.cardea.store.DocumentType;
import dev.cardea.store.IfVersion;
import dev.cardea.store.Owner;
import dev.cardea.store.Query;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Changes of several documents at once, on a database. */
@Timeout(60)
class DocumentBatchIT {
    record Purse(long coins) {}

    private static final DocumentType<Purse> PURSE =
            DocumentType.of("purse", Purse.class).index("coins", Purse::coins);
    private static final DocumentType<Purse> CHEST =
            DocumentType.of("chest", Purse.class).index("coins", Purse::coins);

    private static Database database;
    private static PostgresDocuments documents;

    @BeforeAll
    static void open() {
        database = Database.open(TestPostgres.migrated(), 8);
        documents = new PostgresDocuments(database, List.of(PURSE, CHEST));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Change put(
            DocumentType<Purse> type, Owner owner, String key, long coins, IfVersion condition) {
        return new Change.Write<>(type, owner, key, new Purse(coins), condition);
    }

    private static List<Long> coins(DocumentType<Purse> type, Owner owner) {
        return documents.list(type, owner, 100, Cursor.START).documents().stream()
                .map(one -> one.value().coins())
                .toList();
    }

    @Test
    void appliesAllAndSaysTheVersionsInTheirOrder() {
        Owner ann = Owner.player("ann");
        documents.write(PURSE, ann, "z", new Purse(1), IfVersion.absent());
        documents.write(PURSE, ann, "y", new Purse(2), IfVersion.absent());
        documents.write(PURSE, ann, "y", new Purse(3), IfVersion.is(1));
        BatchResult result =
                documents.batch(
                        List.of(
                                put(PURSE, ann, "z", 10, IfVersion.is(1)),
                                put(CHEST, ann, "z", 20, IfVersion.absent()),
                                new Change.Remove<>(PURSE, ann, "y", 2),
                                put(PURSE, Owner.game(), "a", 30, IfVersion.absent())));
        assertThat(result).isEqualTo(new BatchResult.Applied(List.of(2L, 1L, 3L, 1L)));
        assertThat(coins(PURSE, ann)).containsExactly(10L);
        assertThat(coins(CHEST, ann)).containsExactly(20L);
        assertThat(coins(PURSE, Owner.game())).containsExactly(30L);
    }

    @Test
    void appliesNothingIfOneConditionDoesNotHold() {
        Owner bob = Owner.player("bob");
        documents.write(PURSE, bob, "there", new Purse(1), IfVersion.absent());
        List<Change> changes =
                List.of(
                        put(PURSE, bob, "there", 555, IfVersion.is(1)),
                        put(PURSE, bob, "new", 555, IfVersion.absent()),
                        put(PURSE, bob, "gone", 555, IfVersion.is(4)),
                        put(PURSE, bob, "gone too", 555, IfVersion.is(4)));
        assertThat(documents.batch(changes)).isEqualTo(new BatchResult.Conflict(2));
        assertThat(coins(PURSE, bob)).containsExactly(1L);
        assertThat(documents.query(PURSE, Query.equal("coins", 555)).documents()).isEmpty();
        assertThat(documents.read(PURSE, bob, "there").orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void boundsABatch() {
        Owner cid = Owner.player("cid");
        List<Change> changes = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            changes.add(put(PURSE, cid, "k" + i, i, IfVersion.absent()));
        }
        assertThat(documents.batch(changes)).isInstanceOf(BatchResult.Applied.class);
        assertThat(coins(PURSE, cid)).hasSize(64);
        changes.add(put(PURSE, cid, "one more", 1, IfVersion.absent()));
        assertThatThrownBy(() -> documents.batch(changes))
                .hasMessage("a batch has 1 to 64 changes, not 65");
        assertThatThrownBy(() -> documents.batch(List.of()))
                .isInstanceOf(IllegalArgumentException.class);
        Change twice = put(PURSE, cid, "twice", 1, IfVersion.absent());
        assertThatThrownBy(() -> documents.batch(List.of(twice, twice)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("two changes of one document");
    }

    /**
     * Goal: batches that cross each other neither lose a coin nor wait for each other in a ring.
     */
    @Test
    void keepsTheSumWhileBatchesCross() throws Exception {
        int purses = 6;
        for (int i = 0; i < purses; i++) {
            documents.write(PURSE, crossing(i), "p", new Purse(100), IfVersion.absent());
        }
        List<Future<Integer>> moved = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int writer = 0; writer < 16; writer++) {
                Random random = new Random(writer);
                moved.add(threads.submit(() -> move(random, purses, 30)));
            }
        }
        int done = 0;
        for (Future<Integer> one : moved) {
            done += one.get();
        }
        long sum = 0;
        long versions = 0;
        for (int i = 0; i < purses; i++) {
            Document<Purse> purse = documents.read(PURSE, crossing(i), "p").orElseThrow();
            sum += purse.value().coins();
            versions += purse.version();
        }
        assertThat(sum).isEqualTo(100L * purses);
        assertThat(done).isPositive();
        assertThat(versions).isEqualTo(purses + 2L * done);
    }

    private static Owner crossing(int i) {
        return Owner.player("crossing" + i);
    }

    /** Moves a coin from one purse to another so many times; how often it went well. */
    private static int move(Random random, int purses, int tries) {
        int done = 0;
        for (int i = 0; i < tries; i++) {
            List<Integer> two = new ArrayList<>(List.of(0, 1, 2, 3, 4, 5).subList(0, purses));
            Collections.shuffle(two, random);
            Document<Purse> from = documents.read(PURSE, crossing(two.get(0)), "p").orElseThrow();
            Document<Purse> to = documents.read(PURSE, crossing(two.get(1)), "p").orElseThrow();
            BatchResult result =
                    documents.batch(
                            List.of(
                                    put(
                                            PURSE,
                                            from.owner(),
                                            "p",
                                            from.value().coins() - 1,
                                            IfVersion.of(from)),
                                    put(
                                            PURSE,
                                            to.owner(),
                                            "p",
                                            to.value().coins() + 1,
                                            IfVersion.of(to))));
            done += result instanceof BatchResult.Applied ? 1 : 0;
        }
        return done;
    }
}
