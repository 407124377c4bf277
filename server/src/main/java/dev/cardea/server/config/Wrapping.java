package dev.cardea.server.config;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines at blanks. Stateless. */
final class Wrapping {
    private Wrapping() {}

    /** Lines of at most {@code columns}, unless a single word is longer. */
    static List<String> lines(String text, int columns) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }
}
