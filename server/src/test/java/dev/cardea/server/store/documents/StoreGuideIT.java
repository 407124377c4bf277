package dev.cardea.server.store.documents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.server.store.Database;
import dev.cardea.server.store.TestPostgres;
import dev.cardea.store.BatchResult;
import dev.cardea.store.Change;
import dev.cardea.store.Cursor;
import dev.cardea.store.Document;
import dev.cardea.store.DocumentType;
import dev.cardea.store.Documents;
import dev.cardea.store.IfVersion;
import dev.cardea.store.Owner;
import dev.cardea.store.Page;
import dev.cardea.store.Query;
import dev.cardea.store.WriteResult;
import dev.cardea.wire.Default;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: what docs/STORE.md shows compiles and does what it says; method: it runs here, and each of
 * its snippets is part of this file, but for spaces.
 */
@Timeout(60)
class StoreGuideIT {
    private static final int SNIPPETS = 5;
    private static final Pattern SNIPPET = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    record Progress(int level, @Nullable String guild, @Default List<String> badges) {
        Progress {
            if (level < 1 || level > 100) {
                throw new IllegalArgumentException("a level is 1 to 100");
            }
        }
    }

    static final DocumentType<Progress> PROGRESS =
            DocumentType.of("progress", Progress.class)
                    .index("level", Progress::level)
                    .indexText("guild", Progress::guild)
                    .clientsRead(DocumentType.Readers.PUBLIC);

    @Test
    void everySnippetIsInThisFile() throws IOException {
        String guide = Files.readString(Path.of("../docs/STORE.md"));
        String own =
                Files.readString(
                        Path.of("src/test/java")
                                .resolve(getClass().getName().replace('.', '/') + ".java"));
        Matcher snippet = SNIPPET.matcher(guide);
        int seen = 0;
        for (; snippet.find(); seen++) {
            assertThat(withoutSpaces(own)).contains(withoutSpaces(snippet.group(1)));
        }
        assertThat(seen).isEqualTo(SNIPPETS);
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }

    @Test
    void doesWhatTheGuideSays() {
        try (Database database = Database.open(TestPostgres.migrated(), 1)) {
            Documents documents = new PostgresDocuments(database, List.of(PROGRESS));
            writes(documents);
            changes(documents);
            changesSeveral(documents);
            finds(documents);
        }
    }

    private static void writes(Documents documents) {
        Owner ann = Owner.player("ann");
        documents.write(
                PROGRESS, ann, "main", new Progress(1, null, List.of()), IfVersion.absent());
        Document<Progress> main = documents.read(PROGRESS, ann, "main").orElseThrow();
        Progress better = new Progress(main.value().level() + 1, "owls", List.of("first steps"));
        String said =
                switch (documents.write(PROGRESS, ann, "main", better, IfVersion.of(main))) {
                    case WriteResult.Written<Progress>(long version) -> "now version " + version;
                    case WriteResult.Conflict<Progress>(var current) ->
                            "meanwhile it was " + current;
                };
        assertThat(said).isEqualTo("now version 2");
    }

    private static void changes(Documents documents) {
        Owner ann = Owner.player("ann");
        documents.change(
                PROGRESS,
                ann,
                "main",
                new Progress(1, null, List.of()),
                old -> new Progress(old.level() + 1, old.guild(), old.badges()));
        Document<Progress> main = documents.read(PROGRESS, ann, "main").orElseThrow();
        assertThat(main.value()).isEqualTo(new Progress(3, "owls", List.of("first steps")));
    }

    private static void changesSeveral(Documents documents) {
        Owner ann = Owner.player("ann");
        Progress vacant = new Progress(1, null, List.of());
        documents.write(PROGRESS, Owner.game(), "vacant", vacant, IfVersion.absent());
        Progress leader = new Progress(50, "owls", List.of());
        BatchResult result =
                documents.batch(
                        List.of(
                                new Change.Write<>(PROGRESS, ann, "main", leader, IfVersion.is(3)),
                                new Change.Remove<>(PROGRESS, Owner.game(), "vacant", 1)));
        assertThat(result).isEqualTo(new BatchResult.Applied(List.of(4L, 2L)));
    }

    private static void finds(Documents documents) {
        for (int i = 1; i <= 14; i++) {
            Progress progress = new Progress(i + 5, null, List.of());
            documents.write(PROGRESS, Owner.player("p" + i), "main", progress, IfVersion.absent());
        }
        Query best = Query.between("level", 10, 100).descending().limit(10);
        Page<Progress> page = documents.query(PROGRESS, best);
        Cursor next = page.next();
        if (next != null) {
            page = documents.query(PROGRESS, best.after(next));
        }
        assertThat(page.documents()).singleElement().matches(last -> last.value().level() == 10);
        assertThat(documents.query(PROGRESS, best).documents().getFirst().value().level())
                .isEqualTo(50);
    }
}
