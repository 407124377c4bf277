package dev.cardea.tidy;

import dev.cardea.tidy.JavaFile.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** What types and tests may be called. Stateless. */
final class Names {
    /** Words that say nothing of what a type is for. */
    private static final Pattern EMPTY_WORDS =
            Pattern.compile("(Manager|Helper|Utils?|Utilities|Impl)(?![a-z])|^Abstract(?=[A-Z])");

    private static final Set<String> TESTS =
            Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");
    private static final Pattern SOCKETS =
            Pattern.compile(
                    "java\\.net\\.(Server)?Socket"
                            + "|java\\.net\\.http\\..*"
                            + "|java\\.nio\\.channels\\.(Server)?SocketChannel");

    private Names() {}

    /** No type is a Manager, Helper, Util or Impl. */
    static List<Finding> types(JavaFile file) {
        return file.types().stream()
                .filter(type -> EMPTY_WORDS.matcher(type.name()).find())
                .map(type -> new Finding(file.path(), type.line(), "empty name " + type.name()))
                .toList();
    }

    /** No import takes a whole package. */
    static List<Finding> imports(JavaFile file) {
        return file.imports().stream()
                .filter(one -> one.name().endsWith(".*"))
                .map(one -> new Finding(file.path(), one.line(), "wildcard " + one.name()))
                .toList();
    }

    /** The name of a file with tests says their level, and they keep to it. */
    static List<Finding> tests(JavaFile file) {
        List<Finding> found = new ArrayList<>();
        if (has(file, TESTS)) {
            found.addAll(level(file));
        }
        if (has(file, Set.of("Benchmark")) && !file.path().endsWith("Bench.java")) {
            found.add(new Finding(file.path(), 1, "holds benchmarks, so it is a *Bench"));
        }
        return found;
    }

    private static List<Finding> level(JavaFile file) {
        JavaFile.Type outermost = file.types().getFirst();
        if (file.path().endsWith("Contract.java") && outermost.isAbstract()) {
            return List.of();
        }
        if (!file.text().isTest()) {
            return List.of(new Finding(file.path(), 1, "tests outside src/test"));
        }
        if (file.path().endsWith("IT.java")) {
            return outermost.annotations().contains("Timeout")
                    ? List.of()
                    : List.of(new Finding(file.path(), outermost.line(), "an *IT has a @Timeout"));
        }
        if (!file.path().endsWith("Test.java")) {
            return List.of(new Finding(file.path(), 1, "tests are *Test, *SimTest or *IT"));
        }
        return file.imports().stream()
                .filter(one -> SOCKETS.matcher(one.name()).matches())
                .map(one -> new Finding(file.path(), one.line(), "opens sockets: it is an *IT"))
                .toList();
    }

    private static boolean has(JavaFile file, Set<String> annotations) {
        return file.types().stream()
                .flatMap(type -> type.methods().stream())
                .map(Method::annotations)
                .anyMatch(own -> own.stream().anyMatch(annotations::contains));
    }
}
