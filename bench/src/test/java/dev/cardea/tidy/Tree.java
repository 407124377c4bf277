package dev.cardea.tidy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The files of the repository that people write: no build output, nothing binary, nothing taken
 * over whole from others. Immutable.
 *
 * @param root the folder of the root pom
 * @param files in no order
 * @param java those of them that are in Java
 */
record Tree(Path root, List<TextFile> files, List<JavaFile> java) {
    private static final Set<String> SKIPPED_FOLDERS = Set.of("target", "node_modules", "data");
    private static final Set<String> SHOWN_DOT_FOLDERS = Set.of(".ci", ".mvn", ".github");
    private static final Set<String> TAKEN_OVER = Set.of("mvnw", "mvnw.cmd", "LICENSE");
    private static final Set<String> TEXTS =
            Set.of(
                    "java",
                    "js",
                    "mjs",
                    "ts",
                    "css",
                    "html",
                    "svg",
                    "md",
                    "sh",
                    "cardea",
                    "run",
                    "xml",
                    "yaml",
                    "yml",
                    "json",
                    "txt",
                    "properties",
                    "config",
                    "Dockerfile");

    /** The tree that this test is part of. */
    static Tree ofThisBuild() {
        return read(Path.of(System.getProperty("cardea.root", "..")).toAbsolutePath().normalize());
    }

    static Tree read(Path root) {
        List<TextFile> files = new ArrayList<>();
        try {
            Files.walkFileTree(
                    root,
                    new SimpleFileVisitor<>() {
                        @Override
                        public FileVisitResult preVisitDirectory(
                                Path folder, BasicFileAttributes is) {
                            return folder.equals(root) || isOurs(folder)
                                    ? FileVisitResult.CONTINUE
                                    : FileVisitResult.SKIP_SUBTREE;
                        }

                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes is)
                                throws IOException {
                            TextFile named = new TextFile(pathIn(root, file), List.of());
                            if (TEXTS.contains(named.extension())
                                    && !TAKEN_OVER.contains(named.name())) {
                                files.add(TextFile.of(named.path(), Files.readString(file)));
                            }
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<TextFile> java =
                files.stream().filter(file -> file.extension().equals("java")).toList();
        return new Tree(root, List.copyOf(files), JavaFile.parse(java));
    }

    /** Where {@code rule} is broken. */
    List<Finding> check(Rule rule) {
        return files.stream().flatMap(file -> rule.check(file).stream()).toList();
    }

    List<Finding> checkJava(Rule.OfJava rule) {
        return java.stream().flatMap(file -> rule.check(file).stream()).toList();
    }

    private static boolean isOurs(Path folder) {
        String name = folder.getFileName().toString();
        return name.startsWith(".")
                ? SHOWN_DOT_FOLDERS.contains(name)
                : !SKIPPED_FOLDERS.contains(name);
    }

    private static String pathIn(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
