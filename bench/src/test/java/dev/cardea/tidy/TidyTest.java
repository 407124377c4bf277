package dev.cardea.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.tidy.Sizes.Excuse;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The rules, on the whole tree. */
class TidyTest {
    private static final Tree TREE = Tree.ofThisBuild();

    @Test
    void seesEveryModuleAndTheFilesBesideThem() {
        assertThat(TREE.files().stream().map(TextFile::path))
                .contains("pom.xml", "cardea", ".ci/run", "README.md", "docs/PROTOCOL.md")
                .contains("core/src/main/java/dev/cardea/wire/Frame.java")
                .contains("server/src/main/java/dev/cardea/server/package-info.java")
                .contains("bench/src/test/java/dev/cardea/tidy/TidyTest.java")
                .noneMatch(path -> path.contains("/target/") || path.contains("node_modules"));
    }

    @Test
    void filesAreShort() throws IOException {
        holds(Sizes.files(excuses()));
    }

    @Test
    void onlyWhatABrowserGetsWholeIsLongerThanTheHardBound() throws IOException {
        Map<String, Excuse> excuses = excuses();
        assertThat(TREE.files().stream().map(TextFile::path)).containsAll(excuses.keySet());
        assertThat(excuses.values()).extracting(Excuse::reason).noneMatch(String::isBlank);
        excuses.keySet().removeIf(path -> !path.endsWith(".java"));
        assertThat(excuses.values()).allMatch(excuse -> excuse.linesMax() <= Sizes.FILE_LINES_MAX);
    }

    @Test
    void methodsAreShort() {
        holdsOfJava(Sizes::methods);
    }

    @Test
    void linesAreShort() {
        holds(Sizes::lines);
    }

    @Test
    void typesHaveNamesThatSaySomething() {
        holdsOfJava(Names::types);
    }

    @Test
    void importsAreSingle() {
        holdsOfJava(Names::imports);
    }

    @Test
    void testsSayTheirLevel() {
        holdsOfJava(Names::tests);
    }

    @Test
    void testsNeitherSleepNorAreSwitchedOff() {
        holds(Leftovers::sleeps);
    }

    @Test
    void nothingIsLeftOver() {
        holds(Leftovers::marks);
    }

    @Test
    void noMachineIsNamed() {
        holds(Leftovers::machines);
    }

    @Test
    void linksOfTheDocumentsLeadSomewhere() {
        holds(new Links(TREE.root()));
    }

    private static void holds(Rule rule) {
        assertThat(TREE.check(rule)).isEmpty();
    }

    private static void holdsOfJava(Rule.OfJava rule) {
        assertThat(TREE.checkJava(rule)).isEmpty();
    }

    /** {@code path linesMax reason}, one a line. */
    private static Map<String, Excuse> excuses() throws IOException {
        Map<String, Excuse> excuses = new HashMap<>();
        try (InputStream in = TidyTest.class.getResourceAsStream("/tidy/long-files.txt")) {
            String text =
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.lines().filter(any -> !any.startsWith("#")).toList()) {
                String[] words = line.split(" ", 3);
                excuses.put(words[0], new Excuse(Integer.parseInt(words[1]), words[2]));
            }
        }
        return excuses;
    }
}
