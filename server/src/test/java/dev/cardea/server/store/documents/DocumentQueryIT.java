package dev.cardea.server.store.documents;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.server.store.Database;
import dev.cardea.server.store.TestPostgres;
import dev.cardea.store.Cursor;
import dev.cardea.store.Document;
import dev.cardea.store.IfVersion;
import dev.cardea.store.MalformedCursorException;
import dev.cardea.store.Owner;
import dev.cardea.store.Page;
import dev.cardea.store.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jdbi.v3.core.statement.SqlStatements;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Finding documents by what their indexes hold, on a database of each test's own. */
@Timeout(60)
class DocumentQueryIT {
    private static final Map<String, Object> PARAMETERS =
            Map.ofEntries(
                    Map.entry("type", "hero"),
                    Map.entry("name", "level"),
                    Map.entry("min", 1000L),
                    Map.entry("max", 15000L),
                    Map.entry("value", 12000L),
                    Map.entry("owner", "p12000"),
                    Map.entry("key", "k"),
                    Map.entry("after", "a"),
                    Map.entry("limit", 10),
                    Map.entry("version", 1L),
                    Map.entry("body", "{}"),
                    Map.entry("indexed", "[]"));

    private final Database database = Database.open(TestPostgres.migrated(), 4);
    private final PostgresDocuments documents = new PostgresDocuments(database, List.of(Hero.TYPE));

    @BeforeEach
    void fill() {
        put("ann", "a", 5, "owls");
        put("ann", "b", 7, null);
        put("bob", "a", 7, "bats");
        put("bob", "b", -3, "owls");
        put("cid", "a", Long.MAX_VALUE, "\u00e9gards");
        put("dan", "a", 7, "Zebras");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void put(String account, String key, long level, @Nullable String guild) {
        documents.write(
                Hero.TYPE,
                Owner.player(account),
                key,
                Hero.of(account, level, guild),
                IfVersion.absent());
    }

    private static List<String> names(Page<Hero> page) {
        return page.documents().stream().map(DocumentQueryIT::name).toList();
    }

    private static String name(Document<Hero> document) {
        return document.value().name() + document.key();
    }

    private List<String> find(Query query) {
        Page<Hero> page = documents.query(Hero.TYPE, query);
        assertThat(page.next()).isNull();
        List<String> paged = new ArrayList<>();
        Cursor after = Cursor.START;
        for (Page<Hero> one; after != null; after = one.next()) {
            one = documents.query(Hero.TYPE, query.limit(1).after(after));
            paged.addAll(names(one));
        }
        assertThat(paged).as("the same, one by one").isEqualTo(names(page));
        return paged;
    }

    @Test
    void findsByNumberInOrder() {
        assertThat(find(Query.all("level")))
                .containsExactly("bobb", "anna", "annb", "boba", "dana", "cida");
        assertThat(find(Query.all("level").descending()))
                .containsExactly("cida", "dana", "boba", "annb", "anna", "bobb");
        assertThat(find(Query.equal("level", 7))).containsExactly("annb", "boba", "dana");
        assertThat(find(Query.equal("level", 7).descending()))
                .containsExactly("dana", "boba", "annb");
        assertThat(find(Query.between("level", -3, 5))).containsExactly("bobb", "anna");
        assertThat(find(Query.between("level", 8, 7))).isEmpty();
    }

    @Test
    void findsByTextInTheOrderOfCodePoints() {
        assertThat(find(Query.all("guild")))
                .containsExactly("dana", "boba", "anna", "bobb", "cida");
        assertThat(find(Query.equal("guild", "owls"))).containsExactly("anna", "bobb");
        assertThat(find(Query.between("guild", "a", "owls").descending()))
                .containsExactly("bobb", "anna", "boba");
        assertThat(find(Query.equal("guild", "' or 1=1 --"))).isEmpty();
    }

    @Test
    void anIndexFollowsItsDocuments() {
        Owner ann = Owner.player("ann");
        Hero changed = Hero.of("ann", 100, null);
        documents.write(Hero.TYPE, ann, "a", changed, IfVersion.is(1));
        assertThat(find(Query.equal("level", 5))).isEmpty();
        assertThat(find(Query.equal("level", 100))).containsExactly("anna");
        assertThat(find(Query.equal("guild", "owls"))).containsExactly("bobb");
        documents.remove(Hero.TYPE, ann, "a", 2);
        assertThat(find(Query.equal("level", 100))).isEmpty();
        documents.write(Hero.TYPE, ann, "a", Hero.of("ann", 1, "owls"), IfVersion.absent());
        assertThat(find(Query.equal("guild", "owls"))).containsExactly("anna", "bobb");
        assertThat(rowsOfIndexes()).isEqualTo(11);
    }

    private int rowsOfIndexes() {
        return database.jdbi()
                .withHandle(
                        handle ->
                                handle.select("select count(*) from document_index")
                                        .mapTo(Integer.class)
                                        .one());
    }

    /** Goal: a page never shows twice or passes over what stood still while others came. */
    @Test
    void pagesThroughWhileOthersWrite() throws Exception {
        List<String> still = find(Query.all("level"));
        AtomicBoolean over = new AtomicBoolean();
        Thread writer = Thread.ofVirtual().start(() -> writeUntil(over));
        try {
            for (int round = 0; round < 20; round++) {
                List<String> seen = new ArrayList<>();
                Query query = Query.all("level").limit(3);
                for (Cursor after = Cursor.START; after != null; ) {
                    Page<Hero> page = documents.query(Hero.TYPE, query.after(after));
                    seen.addAll(names(page));
                    after = page.next();
                }
                assertThat(seen).doesNotHaveDuplicates().containsSubsequence(still);
            }
        } finally {
            over.set(true);
            writer.join();
        }
        assertThat(find(Query.all("guild"))).hasSizeGreaterThan(5);
    }

    /** Inserts before, between and behind; at least one, at most 60. */
    private void writeUntil(AtomicBoolean over) {
        for (int i = 0; i < 60 && (i == 0 || !over.get()); i++) {
            put("eve", "k" + i, i % 20 - 5, "owls");
        }
    }

    @Test
    void aPageGoesOnBehindADocumentThatIsGone() {
        Page<Hero> first = documents.query(Hero.TYPE, Query.all("level").limit(2));
        documents.remove(Hero.TYPE, Owner.player("ann"), "a", 1);
        Query rest = Query.all("level").after(requireNonNull(first.next()));
        assertThat(names(documents.query(Hero.TYPE, rest)))
                .containsExactly("annb", "boba", "dana", "cida");
    }

    @Test
    void refusesWhatNoIndexHolds() {
        for (Query query :
                List.of(
                        Query.all("nothing"),
                        Query.all("number_value; drop table document"),
                        Query.equal("guild", 7),
                        Query.equal("level", "7"),
                        Query.equal("guild", "a\0"),
                        Query.equal("guild", "\uD83D"),
                        Query.equal("guild", "g".repeat(129)))) {
            assertThatThrownBy(() -> documents.query(Hero.TYPE, query))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        Cursor cursor =
                requireNonNull(documents.query(Hero.TYPE, Query.all("level").limit(1)).next());
        assertThatThrownBy(() -> documents.query(Hero.TYPE, Query.all("guild").after(cursor)))
                .isInstanceOf(MalformedCursorException.class);
        assertThatThrownBy(() -> documents.list(Hero.TYPE, Owner.player("ann"), 10, cursor))
                .isInstanceOf(MalformedCursorException.class);
    }

    @Test
    void readsAnIndexInsteadOfTheWholeTable() {
        database.jdbi()
                .useHandle(
                        handle -> {
                            handle.execute(
                                    """
                                    insert into document
                                    select 'hero', 'p' || n, 'k', 1, '{}', now()
                                    from generate_series(1, 20000) n
                                    """);
                            handle.execute(
                                    """
                                    insert into document_index
                                    select 'hero', 'level', null, n, 'p' || n, 'k'
                                    from generate_series(1, 20000) n
                                    """);
                            handle.execute("analyze");
                        });
        String page = DocumentSql.query(DocumentSql.Column.NUMBER, true, true, true);
        assertThat(plan(page)).contains("document_by_number").doesNotContain("Seq Scan");
        for (String sql :
                List.of(
                        DocumentSql.READ,
                        DocumentSql.LIST,
                        DocumentSql.COUNT,
                        DocumentSql.WRITE_ABSENT,
                        DocumentSql.WRITE_VERSION)) {
            assertThat(plan(sql)).contains("document").doesNotContain("Seq Scan");
        }
    }

    private String plan(String sql) {
        return database.jdbi()
                .withHandle(
                        handle ->
                                String.join(
                                        "\n",
                                        handle.createQuery("explain " + sql)
                                                .bindMap(PARAMETERS)
                                                .configure(
                                                        SqlStatements.class,
                                                        c -> c.setUnusedBindingAllowed(true))
                                                .mapTo(String.class)
                                                .list()));
    }
}
