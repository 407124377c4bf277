package dev.cardea.tidy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A file that people write. Immutable.
 *
 * @param path from the root of the tree, with slashes
 * @param lines without their ends
 */
record TextFile(String path, List<String> lines) {

    TextFile {
        lines = List.copyOf(lines);
    }

    static TextFile of(String path, String text) {
        return new TextFile(path, text.lines().toList());
    }

    String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** What follows the last dot of the name; the whole name when it has none. */
    String extension() {
        return name().substring(name().lastIndexOf('.') + 1);
    }

    boolean isTest() {
        return path.contains("/src/test/");
    }

    String text() {
        return String.join("\n", lines) + "\n";
    }

    /** One finding for each line in which {@code pattern} is found. */
    List<Finding> matches(Pattern pattern, String what) {
        List<Finding> found = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (pattern.matcher(lines.get(i)).find()) {
                found.add(new Finding(path, i + 1, what));
            }
        }
        return found;
    }
}
