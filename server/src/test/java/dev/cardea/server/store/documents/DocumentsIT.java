package dev.cardea.server.store.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.server.store.Database;
import dev.cardea.server.store.DatabaseAddress;
import dev.cardea.server.store.TestPostgres;
import dev.cardea.store.Cursor;
import dev.cardea.store.Document;
import dev.cardea.store.DocumentType;
import dev.cardea.store.IfVersion;
import dev.cardea.store.Owner;
import dev.cardea.store.Page;
import dev.cardea.store.UnreadableDocumentException;
import dev.cardea.store.WriteResult;
import dev.cardea.store.WriteResult.Conflict;
import dev.cardea.store.WriteResult.Written;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Documents, their versions and their text, on a database. Each test has keys of its own. */
@Timeout(60)
class DocumentsIT {
    record Counter(long value) {}

    record Note(String text) {}

    private static final DocumentType<Counter> COUNTER =
            DocumentType.of("counter", Counter.class).index("value", Counter::value);
    private static final DocumentType<Note> NOTE =
            DocumentType.of("note", Note.class).indexText("text", DocumentsIT::indexed);

    private static final Owner ANN = Owner.player("ann");
    private static DatabaseAddress address;
    private static Database database;
    private static PostgresDocuments documents;

    private static String indexed(Note note) {
        return note.text().substring(0, Math.min(100, note.text().length()));
    }

    @BeforeAll
    static void open() {
        address = TestPostgres.migrated();
        database = Database.open(address, 8);
        documents = new PostgresDocuments(database, List.of(COUNTER, NOTE, Hero.TYPE));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static WriteResult<Counter> write(String key, long value, IfVersion condition) {
        return documents.write(COUNTER, ANN, key, new Counter(value), condition);
    }

    @Test
    void keepsARecordAsItWas() {
        Hero hero = Hero.of("ann", Long.MIN_VALUE, null);
        assertThat(documents.read(Hero.TYPE, ANN, "main")).isEmpty();
        assertThat(documents.write(Hero.TYPE, ANN, "main", hero, IfVersion.absent()))
                .isEqualTo(new Written<Hero>(1));
        Document<Hero> read = documents.read(Hero.TYPE, ANN, "main").orElseThrow();
        assertThat(read).isEqualTo(new Document<>(ANN, "main", 1, hero, read.updated()));
        assertThat(documents.read(Hero.TYPE, Owner.player("bob"), "main")).isEmpty();
        assertThat(documents.read(Hero.TYPE, Owner.game(), "main")).isEmpty();
    }

    @Test
    void writesOnlyWhatHasTheVersionThatWasSeen() {
        assertThat(write("seen", 1, IfVersion.is(1))).isEqualTo(new Conflict<Counter>(null));
        assertThat(write("seen", 1, IfVersion.absent())).isEqualTo(new Written<Counter>(1));
        assertThat(write("seen", 2, IfVersion.is(1))).isEqualTo(new Written<Counter>(2));
        Document<Counter> now = documents.read(COUNTER, ANN, "seen").orElseThrow();
        assertThat(now.value()).isEqualTo(new Counter(2));
        assertThat(write("seen", 9, IfVersion.is(1))).isEqualTo(new Conflict<>(now));
        assertThat(write("seen", 9, IfVersion.is(3))).isEqualTo(new Conflict<>(now));
        assertThat(write("seen", 9, IfVersion.absent())).isEqualTo(new Conflict<>(now));
        assertThat(write("seen", 3, IfVersion.of(now))).isEqualTo(new Written<Counter>(3));
    }

    @Test
    void aRemovedDocumentNeverHasAnOldVersionAgain() {
        write("removed", 1, IfVersion.absent());
        assertThat(documents.remove(COUNTER, ANN, "removed", 2)).isInstanceOf(Conflict.class);
        assertThat(documents.remove(COUNTER, ANN, "removed", 1)).isEqualTo(new Written<Counter>(2));
        assertThat(documents.read(COUNTER, ANN, "removed")).isEmpty();
        for (long version = 1; version <= 3; version++) {
            assertThat(write("removed", 7, IfVersion.is(version)))
                    .isEqualTo(new Conflict<Counter>(null));
            assertThat(documents.remove(COUNTER, ANN, "removed", version))
                    .isEqualTo(new Conflict<Counter>(null));
        }
        assertThat(write("removed", 3, IfVersion.absent())).isEqualTo(new Written<Counter>(3));
        assertThat(write("removed", 7, IfVersion.is(1))).isInstanceOf(Conflict.class);
        assertThat(documents.list(COUNTER, ANN, 100, Cursor.START).documents())
                .extracting(Document::key)
                .contains("removed");
    }

    @Test
    void losesNoChangeOfSixteenConcurrentWriters() throws Exception {
        long writers = 16;
        int changesEach = 25;
        List<Future<?>> ends = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < writers; i++) {
                ends.add(threads.submit(() -> countUp("shared", changesEach)));
            }
        }
        for (Future<?> one : ends) {
            one.get();
        }
        Document<Counter> last = documents.read(COUNTER, Owner.game(), "shared").orElseThrow();
        assertThat(last.value()).isEqualTo(new Counter(writers * changesEach));
        assertThat(last.version()).isEqualTo(writers * changesEach);
    }

    private static void countUp(String key, int changes) {
        for (int done = 0; done < changes; ) {
            WriteResult<Counter> result =
                    documents.change(
                            COUNTER,
                            Owner.game(),
                            key,
                            new Counter(0),
                            counter -> new Counter(counter.value() + 1));
            done += result instanceof Written<Counter> ? 1 : 0;
        }
    }

    @Test
    void changeTriesThreeTimesMoreAndThenSaysWhatIsThere() {
        write("raced", 0, IfVersion.absent());
        List<Long> seen = new ArrayList<>();
        WriteResult<Counter> result =
                documents.change(
                        COUNTER,
                        ANN,
                        "raced",
                        new Counter(-1),
                        counter -> {
                            seen.add(counter.value());
                            write("raced", counter.value() + 1, IfVersion.is(seen.size()));
                            return new Counter(100);
                        });
        assertThat(seen).containsExactly(0L, 1L, 2L, 3L);
        assertThat(result)
                .isEqualTo(new Conflict<>(documents.read(COUNTER, ANN, "raced").orElseThrow()));
        assertThat(documents.change(COUNTER, ANN, "none", new Counter(-1), c -> c))
                .isEqualTo(new Written<Counter>(1));
    }

    @Test
    void pagesThroughAnOwnersDocumentsByKey() {
        Owner owner = Owner.player("lister");
        for (String key : List.of("b", "a", "\u00e9", "Z", "c/1", "c")) {
            documents.write(COUNTER, owner, key, new Counter(1), IfVersion.absent());
        }
        documents.remove(COUNTER, owner, "c", 1);
        List<String> keys = new ArrayList<>();
        Cursor after = Cursor.START;
        for (Page<Counter> page; after != null; after = page.next()) {
            page = documents.list(COUNTER, owner, 2, after);
            assertThat(page.documents()).hasSizeLessThanOrEqualTo(2);
            page.documents().forEach(one -> keys.add(one.key()));
        }
        assertThat(keys).containsExactly("Z", "a", "b", "c/1", "\u00e9");
        assertThat(documents.list(COUNTER, owner, 5, Cursor.START).next()).isNull();
    }

    @Test
    void holdsHostileTextAsTextEverywhere() {
        List<String> hostile =
                List.of(
                        "' or '1'='1",
                        "'; drop table document; --",
                        "$$; drop table document; $$",
                        "\\'; --",
                        ":type :owner ? ?? ?::text",
                        "{\"a\":1}\\u0000",
                        "%s %_ %n$s",
                        "\u202e\uD83D\uDC09\u0301",
                        "k".repeat(64),
                        "\u20ac".repeat(64));
        for (String text : hostile) {
            Owner owner = Owner.player(text);
            Note note = new Note(text);
            assertThat(documents.write(NOTE, owner, text, note, IfVersion.absent()))
                    .isEqualTo(new Written<Note>(1));
            Document<Note> read = documents.read(NOTE, owner, text).orElseThrow();
            assertThat(read.owner()).isEqualTo(owner);
            assertThat(read.key()).isEqualTo(text);
            assertThat(read.value()).isEqualTo(note);
            assertThat(documents.list(NOTE, owner, 100, Cursor.START).documents())
                    .containsExactly(read);
        }
    }

    @Test
    void refusesKeysAndTextThatPostgresCannotHold() {
        for (String key : new String[] {"", "a\0", "\uD83D", "k".repeat(65), "a\n"}) {
            assertThatThrownBy(() -> documents.read(NOTE, ANN, key))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a key has 1 to 64 plain characters");
            assertThatThrownBy(
                            () -> documents.write(NOTE, ANN, key, new Note(""), IfVersion.absent()))
                    .hasMessage("a key has 1 to 64 plain characters");
        }
        Owner half = Owner.player("\uD83D");
        assertThatThrownBy(() -> documents.read(NOTE, half, "a"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(
                        () -> documents.write(NOTE, ANN, "a", new Note("\0"), IfVersion.absent()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NUL");
    }

    @Test
    void keepsTheLargestDocument() {
        int around = "{\"text\":\"\"}".length();
        Note most = new Note("\"".repeat((DocumentType.BYTES_MAX - around) / 2));
        documents.write(NOTE, ANN, "large", most, IfVersion.absent());
        assertThat(documents.read(NOTE, ANN, "large").orElseThrow().value()).isEqualTo(most);
    }

    @Test
    void saysWhichDocumentItCannotRead() {
        write("old", 1, IfVersion.absent());
        database.jdbi()
                .useHandle(
                        handle ->
                                handle.execute(
                                        "update document set body = '{\"value\":\"one\"}'"
                                                + " where type = 'counter' and key = ?",
                                        "old"));
        assertThatThrownBy(() -> documents.read(COUNTER, ANN, "old"))
                .isInstanceOf(UnreadableDocumentException.class)
                .hasMessage(
                        "document counter of Player[account=ann], key old: value: not a whole"
                                + " number of 64 bits");
        database.jdbi()
                .useHandle(handle -> handle.execute("delete from document where key = ?", "old"));
    }

    @Test
    void refusesTypesThatTheServerWasNotGiven() {
        DocumentType<Counter> other = DocumentType.of("counter", Counter.class);
        assertThatThrownBy(() -> documents.read(other, ANN, "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("document type counter is not among those the server was given");
        assertThatThrownBy(() -> new PostgresDocuments(database, List.of(COUNTER, other)))
                .hasMessage("two document types named counter");
    }
}
