package dev.cardea.server.store.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.server.store.Database;
import dev.cardea.server.store.TestPostgres;
import dev.cardea.service.Caller;
import dev.cardea.service.Refusal;
import dev.cardea.session.Identity;
import dev.cardea.session.SessionId;
import dev.cardea.store.DocumentRequests;
import dev.cardea.store.DocumentRequests.Entry;
import dev.cardea.store.DocumentRequests.Found;
import dev.cardea.store.DocumentRequests.Listed;
import dev.cardea.store.DocumentRequests.Listing;
import dev.cardea.store.DocumentRequests.Read;
import dev.cardea.store.DocumentRequests.Remove;
import dev.cardea.store.DocumentRequests.Version;
import dev.cardea.store.DocumentRequests.Write;
import dev.cardea.store.DocumentType;
import dev.cardea.store.DocumentType.Readers;
import dev.cardea.store.DocumentType.Writers;
import dev.cardea.store.IfVersion;
import dev.cardea.store.Owner;
import dev.cardea.wire.ReplyStatus;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients may do with documents, on a database. */
@Timeout(60)
class DocumentRoutesIT {
    record Note(String text) {
        Note {
            if (text.equals("forbidden")) {
                throw new IllegalArgumentException("not that");
            }
        }
    }

    private static DocumentType<Note> type(String name, Readers readers, Writers writers) {
        return DocumentType.of(name, Note.class).clientsRead(readers).clientsWrite(writers);
    }

    private static final DocumentType<Note> OPEN = type("open", Readers.PUBLIC, Writers.OWNER);
    private static final DocumentType<Note> OWN = type("own", Readers.OWNER, Writers.OWNER);
    private static final DocumentType<Note> SHOWN = type("shown", Readers.PUBLIC, Writers.SERVER);
    private static final DocumentType<Note> SECRET = type("secret", Readers.SERVER, Writers.SERVER);

    private static Database database;
    private static PostgresDocuments documents;
    private static RoutesDouble routes;

    @BeforeAll
    static void open() {
        database = Database.open(TestPostgres.migrated(), 2);
        documents = new PostgresDocuments(database, List.of(OPEN, OWN, SHOWN, SECRET));
        routes = new RoutesDouble(DocumentRoutes.service(documents));
    }

    @AfterAll
    static void close() {
        database.close();
    }

    private static Caller caller(String account) {
        return new Caller(new SessionId(1, 2), new Identity(account, account));
    }

    private static Found read(String account, String type, String owner, String key)
            throws Exception {
        Read ask = new Read(type, owner, key);
        return routes.ask(DocumentRequests.READ, caller(account), ask, Found.class);
    }

    private static long write(String account, String type, String key, long version, String json)
            throws Exception {
        Write ask = new Write(type, key, version, json);
        return routes.ask(DocumentRequests.WRITE, caller(account), ask, Version.class).version();
    }

    private static long remove(String account, String type, String key, long version)
            throws Exception {
        Remove ask = new Remove(type, key, version);
        return routes.ask(DocumentRequests.REMOVE, caller(account), ask, Version.class).version();
    }

    private static Listed list(String account, String type, String owner, int limit, String after)
            throws Exception {
        Listing ask = new Listing(type, owner, limit, after);
        return routes.ask(DocumentRequests.LIST, caller(account), ask, Listed.class);
    }

    private interface Asking {
        Object ask() throws Exception;
    }

    private static void refuses(int status, Asking asking) {
        assertThatThrownBy(asking::ask)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.status()).isEqualTo(status));
    }

    @Test
    void writesReadsAndRemovesWhatIsTheCallers() throws Exception {
        assertThat(read("ann", "own", "ann", "a")).isEqualTo(new Found(0, ""));
        assertThat(write("ann", "own", "a", 0, "{\"text\":\"hi\",\"x\":1}")).isEqualTo(1);
        assertThat(read("ann", "own", "ann", "a")).isEqualTo(new Found(1, "{\"text\":\"hi\"}"));
        assertThat(write("ann", "own", "a", 1, "{\"text\":\"ho\"}")).isEqualTo(2);
        assertThat(remove("ann", "own", "a", 2)).isEqualTo(3);
        assertThat(read("ann", "own", "ann", "a")).isEqualTo(new Found(0, ""));
        assertThat(routes.idempotent)
                .containsExactlyInAnyOrder(DocumentRequests.READ, DocumentRequests.LIST);
    }

    @Test
    void letsOthersReadWhatIsPublicAndNothingElse() throws Exception {
        write("cid", "open", "a", 0, "{\"text\":\"hi\"}");
        write("cid", "own", "a", 0, "{\"text\":\"hi\"}");
        assertThat(read("bob", "open", "cid", "a").version()).isEqualTo(1);
        assertThat(list("bob", "open", "cid", 10, "").documents()).hasSize(1);
        refuses(ReplyStatus.FORBIDDEN, () -> read("bob", "own", "cid", "a"));
        refuses(ReplyStatus.FORBIDDEN, () -> list("bob", "own", "cid", 10, ""));
        refuses(ReplyStatus.FORBIDDEN, () -> read("bob", "own", "", "a"));
        assertThat(read("bob", "own", "bob", "a").version()).isZero();
        assertThat(write("bob", "open", "a", 0, "{\"text\":\"mine\"}")).isEqualTo(1);
        assertThat(read("bob", "open", "cid", "a").json()).contains("hi");
    }

    @Test
    void keepsToItselfWhatIsTheServers() throws Exception {
        Note note = new Note("season 1");
        documents.write(SHOWN, Owner.game(), "a", note, IfVersion.absent());
        documents.write(SECRET, Owner.player("ann"), "a", note, IfVersion.absent());
        assertThat(read("ann", "shown", "", "a").json()).isEqualTo("{\"text\":\"season 1\"}");
        refuses(ReplyStatus.FORBIDDEN, () -> write("ann", "shown", "a", 0, "{\"text\":\"\"}"));
        refuses(ReplyStatus.FORBIDDEN, () -> remove("ann", "shown", "a", 1));
        refuses(ReplyStatus.FORBIDDEN, () -> read("ann", "secret", "ann", "a"));
        refuses(ReplyStatus.FORBIDDEN, () -> list("ann", "secret", "ann", 1, ""));
        refuses(ReplyStatus.FORBIDDEN, () -> write("ann", "secret", "a", 1, "{\"text\":\"\"}"));
    }

    @Test
    void answersAConflictWithTheVersionThatIsThere() throws Exception {
        write("dan", "own", "a", 0, "{\"text\":\"1\"}");
        write("dan", "own", "a", 1, "{\"text\":\"2\"}");
        for (Asking late :
                List.<Asking>of(
                        () -> write("dan", "own", "a", 0, "{\"text\":\"3\"}"),
                        () -> write("dan", "own", "a", 1, "{\"text\":\"3\"}"),
                        () -> remove("dan", "own", "a", 1))) {
            refuses(ReplyStatus.CONFLICT, late);
            assertThatThrownBy(late::ask).hasMessage("2");
        }
        assertThatThrownBy(() -> write("dan", "own", "none", 3, "{\"text\":\"\"}")).hasMessage("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "{}",
                "[]",
                "{\"text\":7}",
                "{\"text\":\"a\\u0000\"}",
                "{\"text\":\"\\ud83d\"}",
                "{\"text\":\"forbidden\"}",
                "{\"text\":\"a\",\"text\":\"b\"}",
                "{\"text\":\"\"}'; drop table document; --",
            })
    void refusesWhatIsNoSuchDocument(String json) {
        refuses(ReplyStatus.BAD_REQUEST, () -> write("eve", "own", "a", 0, json));
    }

    @Test
    void refusesWhatCannotBeMeant() {
        String json = "{\"text\":\"\"}";
        refuses(ReplyStatus.BAD_REQUEST, () -> write("eve", "nothing", "a", 0, json));
        refuses(ReplyStatus.BAD_REQUEST, () -> read("eve", "own'--", "eve", "a"));
        refuses(ReplyStatus.BAD_REQUEST, () -> write("eve", "own", "", 0, json));
        refuses(ReplyStatus.BAD_REQUEST, () -> write("eve", "own", "a\0", 0, json));
        refuses(ReplyStatus.BAD_REQUEST, () -> write("eve", "own", "a", -1, json));
        refuses(ReplyStatus.BAD_REQUEST, () -> remove("eve", "own", "a", 0));
        refuses(ReplyStatus.BAD_REQUEST, () -> read("eve", "open", "b\0b", "a"));
        refuses(ReplyStatus.BAD_REQUEST, () -> list("eve", "own", "eve", 0, ""));
        refuses(ReplyStatus.BAD_REQUEST, () -> list("eve", "own", "eve", 101, ""));
        refuses(ReplyStatus.BAD_REQUEST, () -> list("eve", "own", "eve", 1, "nonsense"));
    }

    @Test
    void listsInPagesThatFitAFrame() throws Exception {
        String text = "x".repeat(10_000);
        for (int i = 0; i < 7; i++) {
            write("fay", "own", "k" + i, 0, "{\"text\":\"" + text + "\"}");
        }
        List<String> keys = new ArrayList<>();
        String after = "";
        do {
            Listed page = list("fay", "own", "fay", 5, after);
            assertThat(page.documents()).hasSizeBetween(1, 3);
            page.documents().stream().map(Entry::key).forEach(keys::add);
            after = page.next();
        } while (!after.isEmpty());
        assertThat(keys).containsExactly("k0", "k1", "k2", "k3", "k4", "k5", "k6");
    }

    @Test
    void boundsWhatAClientReadsAndHowManyKeysItHas() throws Exception {
        Note large = new Note("x".repeat(DocumentRequests.JSON_BYTES_MAX));
        documents.write(OPEN, Owner.game(), "large", large, IfVersion.absent());
        refuses(ReplyStatus.FORBIDDEN, () -> read("gil", "open", "", "large"));
        String json = "{\"text\":\"\"}";
        for (int i = 0; i < DocumentRequests.KEYS_MAX; i++) {
            long version = write("gil", "own", "k" + i, 0, json);
            remove("gil", "own", "k" + i, version);
        }
        refuses(ReplyStatus.FORBIDDEN, () -> write("gil", "own", "one more", 0, json));
        assertThat(write("gil", "open", "another type", 0, json)).isEqualTo(1);
    }

    @Test
    void saysTryAgainWhileTheDatabaseIsBusy() {
        try (Handle one = database.jdbi().open();
                Handle two = database.jdbi().open()) {
            assertThat(one.isClosed() || two.isClosed()).isFalse();
            assertThatThrownBy(() -> read("ann", "own", "ann", "a"))
                    .isInstanceOfSatisfying(
                            Refusal.class,
                            refusal -> {
                                assertThat(refusal.status()).isEqualTo(ReplyStatus.UNAVAILABLE);
                                assertThat(refusal.retryAfterMillis()).isPositive();
                            });
        }
    }
}
