package dev.cardea.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** How long files, methods and lines may be. Stateless. */
final class Sizes {
    static final int FILE_LINES_SOFT = 400;
    static final int FILE_LINES_MAX = 600;
    static final int METHOD_LINES_MAX = 70;
    static final int LINE_COLUMNS_MAX = 100;

    private static final Set<String> CODE =
            Set.of("java", "js", "mjs", "ts", "css", "html", "sh", "cardea", "run");

    /**
     * What no formatter can break: imports, and a comment or string that holds one long address.
     */
    private static final Pattern UNBREAKABLE =
            Pattern.compile("^import |^\\s*(//|\\*|#|\"|')?\\s*\\S*https?://\\S+$");

    private static final String TEXT_BLOCK = "\"\"\"";

    private Sizes() {}

    /** Why a file may have up to {@code linesMax} lines. */
    record Excuse(int linesMax, String reason) {}

    /**
     * Files of code have at most {@value #FILE_LINES_SOFT} lines, or as many as their excuse
     * allows.
     *
     * @param excuses by path; one for a file that needs none is itself a finding
     */
    static Rule files(Map<String, Excuse> excuses) {
        return file -> {
            if (!CODE.contains(file.extension())) {
                return List.of();
            }
            int lines = file.lines().size();
            Excuse excuse = excuses.get(file.path());
            int bound = excuse == null ? FILE_LINES_SOFT : excuse.linesMax();
            if (lines > bound) {
                return found(file, lines + " lines; the bound is " + bound);
            }
            return excuse != null && lines <= FILE_LINES_SOFT
                    ? found(file, "needs its line in long-files.txt no more")
                    : List.of();
        };
    }

    /** Methods have at most {@value #METHOD_LINES_MAX} lines. */
    static List<Finding> methods(JavaFile file) {
        return file.types().stream()
                .flatMap(type -> type.methods().stream())
                .filter(method -> method.lines() > METHOD_LINES_MAX)
                .map(
                        method ->
                                new Finding(
                                        file.path(),
                                        method.line(),
                                        method.name() + " has " + method.lines() + " lines"))
                .toList();
    }

    /** Lines of code have at most {@value #LINE_COLUMNS_MAX} columns; text blocks are data. */
    static List<Finding> lines(TextFile file) {
        List<Finding> found = new ArrayList<>();
        boolean inTextBlock = false;
        for (int i = 0; CODE.contains(file.extension()) && i < file.lines().size(); i++) {
            String line = file.lines().get(i);
            int columns = line.codePointCount(0, line.length());
            if (columns > LINE_COLUMNS_MAX && !inTextBlock && !UNBREAKABLE.matcher(line).find()) {
                found.add(new Finding(file.path(), i + 1, columns + " columns"));
            }
            inTextBlock ^=
                    file.extension().equals("java") && line.split(TEXT_BLOCK, -1).length == 2;
        }
        return found;
    }

    private static List<Finding> found(TextFile file, String what) {
        return List.of(new Finding(file.path(), 1, what));
    }
}
