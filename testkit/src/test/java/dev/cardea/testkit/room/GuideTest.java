package dev.cardea.testkit.room;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Goal: what docs/TESTING-ROOMS.md shows is what compiles and runs; method: each snippet occurs in
 * one of the files that it is taken from, but for spaces.
 */
class GuideTest {
    private static final Path ROOT = Path.of("..");
    private static final int SNIPPETS = 13;
    private static final Pattern SNIPPET =
            Pattern.compile("```(java|xml)\n(.*?)```", Pattern.DOTALL);
    private static final List<String> SOURCES =
            List.of(
                    "testkit/src/test/java/dev/cardea/testkit/room/TagTest.java",
                    "testkit/src/test/java/dev/cardea/testkit/room/SimLedgerTest.java",
                    "testkit/src/test/java/dev/cardea/testkit/room/DeterminismIT.java",
                    "examples/src/test/java/dev/cardea/examples/chat/ChatTest.java",
                    "examples/pom.xml");

    @Test
    void everySnippetCompilesSomewhere() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/TESTING-ROOMS.md"));
        List<String> snippets = snippets(guide).toList();
        assertThat(snippets).hasSize(SNIPPETS);
        StringBuilder sources = new StringBuilder();
        for (String source : SOURCES) {
            sources.append(withoutSpaces(Files.readString(ROOT.resolve(source)))).append('\n');
        }
        assertThat(snippets)
                .allSatisfy(
                        snippet -> assertThat(sources.toString()).contains(withoutSpaces(snippet)));
    }

    @Test
    void whatOpensASnippetSaysItsLanguage() throws IOException {
        String guide = Files.readString(ROOT.resolve("docs/TESTING-ROOMS.md"));
        long fences = guide.lines().filter(line -> line.startsWith("```")).count();
        assertThat(fences).isEqualTo(2L * snippets(guide).count());
    }

    private static Stream<String> snippets(String guide) {
        return SNIPPET.matcher(guide).results().map((MatchResult found) -> found.group(2));
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }
}
