package dev.cardea.tidy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.tidy.Sizes.Excuse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ListAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each rule, on a small bad example and on a good one. */
class RulesTest {
    private static final String MAIN = "core/src/main/java/dev/cardea/";
    private static final String TESTS = "core/src/test/java/dev/cardea/";

    @Test
    void findsAFileThatIsTooLong() {
        TextFile shortFile = TextFile.of("A.java", "x\n".repeat(400));
        TextFile longFile = TextFile.of("A.java", "x\n".repeat(401));
        Rule rule = Sizes.files(Map.of());
        assertThat(rule.check(shortFile)).isEmpty();
        assertThat(rule.check(longFile)).hasSize(1);
        assertThat(rule.check(TextFile.of("A.md", "x\n".repeat(401)))).isEmpty();
    }

    @Test
    void excusesAFileUpToItsBoundAndNoneThatIsShort() {
        Rule rule = Sizes.files(Map.of("A.java", new Excuse(500, "is a table")));
        assertThat(rule.check(TextFile.of("A.java", "x\n".repeat(500)))).isEmpty();
        assertThat(rule.check(TextFile.of("A.java", "x\n".repeat(501)))).hasSize(1);
        assertThat(rule.check(TextFile.of("A.java", "x\n".repeat(400)))).hasSize(1);
    }

    @Test
    void findsAMethodThatIsTooLong() {
        String body = "        call();\n".repeat(Sizes.METHOD_LINES_MAX - 2);
        String head = "class A {\n    /** Not counted. */\n    void m() {\n";
        assertThat(Sizes.methods(parsed(head + body + "    }\n}"))).isEmpty();
        assertThat(Sizes.methods(parsed(head + body + "        call();\n    }\n}")))
                .containsExactly(new Finding(MAIN + "A.java", 3, "m has 71 lines"));
    }

    @Test
    void findsAMethodOfANestedTypeThatIsTooLong() {
        String body = "call();\n".repeat(Sizes.METHOD_LINES_MAX);
        assertThat(Sizes.methods(parsed("class A { record B() { void m() {\n" + body + "} } }")))
                .hasSize(1);
    }

    @Test
    void findsALineThatIsTooLong() {
        assertThat(Sizes.lines(java("/".repeat(100)))).isEmpty();
        assertThat(Sizes.lines(java("\n" + "/".repeat(101))))
                .containsExactly(new Finding(MAIN + "A.java", 2, "101 columns"));
        String block = "String s = \"\"\"\n" + "x".repeat(101) + "\n\"\"\";\n";
        assertThat(Sizes.lines(java(block))).isEmpty();
        assertThat(Sizes.lines(java(block + "/".repeat(101)))).hasSize(1);
        assertThat(Sizes.lines(java("import " + "a".repeat(101) + ";"))).isEmpty();
        assertThat(Sizes.lines(java(" * https://example.org/" + "a".repeat(101)))).isEmpty();
    }

    @Test
    void findsNamesThatSayNothing() {
        for (String name : new String[] {"RoomManager", "IoHelper", "Utils", "StringUtil"}) {
            assertThat(Names.types(parsed("class " + name + " {}"))).as(name).hasSize(1);
        }
        for (String name : new String[] {"RoomImpl", "AbstractRoom"}) {
            assertThat(Names.types(parsed("class A { class " + name + " {} }"))).hasSize(1);
        }
        for (String name : new String[] {"Abstraction", "Implicit", "Utility", "Room"}) {
            assertThat(Names.types(parsed("class " + name + " {}"))).as(name).isEmpty();
        }
    }

    @Test
    void findsWildcardImports() {
        assertThat(Names.imports(parsed("import java.util.*;\nclass A {}"))).hasSize(1);
        assertThat(Names.imports(parsed("import static java.util.List.*;\nclass A {}"))).hasSize(1);
        assertThat(Names.imports(parsed("import java.util.List;\nclass A {}"))).isEmpty();
    }

    @Test
    void findsTestsWhoseNameDoesNotSayTheirLevel() {
        String one = " { @Test void holds() {} }";
        assertThatTests(TESTS + "RoomTest.java", "class RoomTest" + one).isEmpty();
        assertThatTests(TESTS + "RoomSimTest.java", "class RoomSimTest" + one).isEmpty();
        assertThatTests(TESTS + "RoomTests.java", "class RoomTests" + one).hasSize(1);
        assertThatTests(MAIN + "RoomTest.java", "class RoomTest" + one).hasSize(1);
        assertThatTests(MAIN + "LinkContract.java", "abstract class LinkContract" + one).isEmpty();
        assertThatTests(MAIN + "LinkContract.java", "class LinkContract" + one).hasSize(1);
    }

    @Test
    void findsTestsWithSocketsThatAreNotCalledSoOrHaveNoDeadline() {
        String one = " { @org.junit.jupiter.api.Test void holds() {} }";
        String socket = "import java.net.ServerSocket;\n";
        assertThatTests(TESTS + "PortTest.java", socket + "class PortTest" + one).hasSize(1);
        assertThatTests(TESTS + "PortIT.java", socket + "class PortIT" + one).hasSize(1);
        assertThatTests(TESTS + "PortIT.java", socket + "@Timeout(9) class PortIT" + one).isEmpty();
    }

    @Test
    void findsBenchmarksThatAreNotCalledSo() {
        String one = " { @Benchmark public void encode() {} }";
        assertThatTests(MAIN + "FrameBench.java", "class FrameBench" + one).isEmpty();
        assertThatTests(MAIN + "FrameSpeed.java", "class FrameSpeed" + one).hasSize(1);
    }

    @Test
    void findsLeftovers() {
        for (String mark : new String[] {"TO" + "DO", "FIX" + "ME", "XX" + "X"}) {
            assertThat(Leftovers.marks(java("// " + mark + ": later"))).as(mark).hasSize(1);
        }
        assertThat(Leftovers.marks(java("// all of it is done"))).isEmpty();
    }

    @Test
    void findsNamesOfMachines() {
        for (String folder : new String[] {"home", "Users", "work"}) {
            TextFile bad = TextFile.of("a.md", "see `/" + folder + "/ann/x`");
            assertThat(Leftovers.machines(bad)).as(folder).hasSize(1);
            TextFile good =
                    TextFile.of("a.md", "https://a.org/" + folder + "/b, ../" + folder + "/c");
            assertThat(Leftovers.machines(good)).as(folder).isEmpty();
        }
    }

    @Test
    void findsTestsThatSleepOrAreSwitchedOff() {
        String sleeping = "class A { void m() { Thread." + "sleep(5); } }";
        assertThat(Leftovers.sleeps(TextFile.of(TESTS + "ATest.java", sleeping))).hasSize(1);
        assertThat(Leftovers.sleeps(TextFile.of(TESTS + "ATest.java", "@Dis" + "abled class A {}")))
                .hasSize(1);
        assertThat(Leftovers.sleeps(TextFile.of(TESTS + "ATest.java", "class A {}"))).isEmpty();
    }

    @Test
    void findsDeadLinks(@TempDir Path root) throws IOException {
        Files.createDirectories(root.resolve("docs"));
        Files.writeString(root.resolve("docs/B.md"), "# One & two: `three`\n## Twice\n## Twice\n");
        assertThatLinks(root, "[b](B.md) [r](../docs) [w](https://a.org) `[c](no.md)`").isEmpty();
        assertThatLinks(root, "[b](B.md#one--two-three) [t](B.md#twice-1)").isEmpty();
        assertThatLinks(root, "[b](C.md)").hasSize(1);
        assertThatLinks(root, "[b](B.md#three) [b](../../B.md)").hasSize(2);
        assertThatLinks(root, "<img src=\"x.svg\">").hasSize(1);
        assertThatLinks(root, "```\n[b](C.md)\n```").isEmpty();
    }

    @Test
    void readsATreeWithoutWhatIsBuiltOrTakenOver(@TempDir Path root) throws IOException {
        for (String path :
                new String[] {
                    "a/A.java",
                    ".ci/run",
                    "target/B.java",
                    "a/node_modules/c.js",
                    ".git/d.md",
                    "mvnw",
                    "e.png"
                }) {
            Files.createDirectories(root.resolve(path).getParent());
            Files.writeString(root.resolve(path), "text");
        }
        assertThat(Tree.read(root).files())
                .extracting(TextFile::path)
                .containsExactlyInAnyOrder("a/A.java", ".ci/run");
    }

    private static JavaFile parsed(String text) {
        return parsed(java(text));
    }

    private static JavaFile parsed(TextFile file) {
        return JavaFile.parse(List.of(file)).getFirst();
    }

    private static TextFile java(String text) {
        return TextFile.of(MAIN + "A.java", text);
    }

    private static ListAssert<Finding> assertThatTests(String path, String text) {
        return assertThat(Names.tests(parsed(TextFile.of(path, text))));
    }

    private static ListAssert<Finding> assertThatLinks(Path root, String text) {
        return assertThat(new Links(root).check(TextFile.of("docs/A.md", text)));
    }
}
