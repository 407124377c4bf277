package dev.cardea.server.store.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder with all that is in it. Stateless. */
final class FileTree {
    private FileTree() {}

    /** Deletes it; what is not there, or is being deleted by somebody else, is no error. */
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        for (Path each : within(folder)) {
            Files.deleteIfExists(each);
        }
    }

    /** Gives it to a user and group, by number. Links are not followed. */
    static void give(Path folder, int user, int group) throws IOException {
        for (Path each : within(folder)) {
            Files.setAttribute(each, "unix:uid", user, LinkOption.NOFOLLOW_LINKS);
            Files.setAttribute(each, "unix:gid", group, LinkOption.NOFOLLOW_LINKS);
        }
    }

    /** Writes the folder's own entries through to the disk, so that a renaming lasts. */
    static void force(Path folder) throws IOException {
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        }
    }

    /** All within and itself; children before their parents. */
    private static List<Path> within(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.sorted(Comparator.reverseOrder()).toList();
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return List.of(); // another deletes it at the same time
            }
            throw e.getCause();
        }
    }
}
