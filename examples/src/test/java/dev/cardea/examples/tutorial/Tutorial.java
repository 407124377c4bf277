package dev.cardea.examples.tutorial;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a reader of docs/TUTORIAL.md has at its end. Immutable.
 *
 * @param text all of it
 * @param files by their paths: all blocks that are said to be of a file, one after the other, a
 *     blank line between them
 * @param commands the lines of its {@code sh} blocks
 */
record Tutorial(String text, Map<String, String> files, List<String> commands) {
    private static final String FENCE = "```";
    private static final String SHELL = "sh";

    /** What stands before a block: the file that it is, or is a part of. */
    private static final Pattern FILE_NAME = Pattern.compile("`([\\w./-]+/[\\w.-]+)`.*:");

    /** Reads it as a reader does, who puts each block where the line before it says. */
    static Tutorial read(Path file) throws IOException {
        Map<String, String> files = new LinkedHashMap<>();
        List<String> commands = new ArrayList<>();
        String kind = "";
        String before = "";
        StringBuilder block = new StringBuilder();
        for (String line : Files.readAllLines(file)) {
            if (!line.startsWith(FENCE)) {
                if (!kind.isEmpty()) {
                    block.append(line).append('\n');
                } else if (!line.isBlank()) {
                    before = line;
                }
            } else if (kind.isEmpty()) {
                kind = line.substring(FENCE.length());
                if (kind.isEmpty()) {
                    throw new IllegalArgumentException("a block of no kind after: " + before);
                }
                block.setLength(0);
            } else {
                if (kind.equals(SHELL)) {
                    commands.addAll(block.toString().lines().toList());
                } else {
                    files.merge(
                            fileName(before), block.toString(), (one, next) -> one + '\n' + next);
                }
                kind = "";
            }
        }
        return new Tutorial(Files.readString(file), files, commands);
    }

    private static String fileName(String before) {
        Matcher named = FILE_NAME.matcher(before);
        if (!named.matches()) {
            throw new IllegalArgumentException("names no file: " + before);
        }
        return named.group(1);
    }

    /** Writes the files into {@code folder}. */
    void write(Path folder) throws IOException {
        for (Map.Entry<String, String> file : files.entrySet()) {
            Path path = folder.resolve(file.getKey());
            Files.createDirectories(path.getParent());
            Files.writeString(path, file.getValue());
        }
    }

    /** The words that follow {@code command} anywhere in it, such as "new" that of "./cardea". */
    List<String> wordsAfter(String command) {
        return Pattern.compile(Pattern.quote(command) + " ([a-z]+)")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .distinct()
                .toList();
    }
}
