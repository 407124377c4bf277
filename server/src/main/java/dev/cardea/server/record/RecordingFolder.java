package dev.cardea.server.record;

import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.WRITE;

import dev.cardea.session.OwnerId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The folder of recordings: what their files are called, and which are deleted. Confined to the
 * thread that writes.
 */
final class RecordingFolder {
    static final String SUFFIX = ".recording";

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);
    private static final int KEY_CHARS_MAX = 40;

    private final Path folder;
    private final int filesMax;
    private final InstantSource clock;
    private final FileAttribute<?>[] attributes;

    /** Those of rooms that are over, the oldest first. */
    private final Deque<Path> finished;

    private int open;
    private long number;

    private RecordingFolder(Path folder, int filesMax, InstantSource clock) throws IOException {
        this.folder = folder;
        this.filesMax = filesMax;
        this.clock = clock;
        this.finished = new ArrayDeque<>(found(folder));
        boolean posix = Files.getFileStore(folder).supportsFileAttributeView("posix");
        // They hold what players said: for nobody but the server's user.
        this.attributes =
                posix
                        ? new FileAttribute<?>[] {
                            PosixFilePermissions.asFileAttribute(
                                    PosixFilePermissions.fromString("rw-------"))
                        }
                        : new FileAttribute<?>[0];
    }

    /** Makes the folder if it is not there. */
    static RecordingFolder open(Path folder, int filesMax, InstantSource clock) throws IOException {
        Files.createDirectories(folder);
        if (!Files.isWritable(folder)) {
            throw new IOException("not writable");
        }
        return new RecordingFolder(folder, filesMax, clock);
    }

    private static List<Path> found(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted(Comparator.comparing(RecordingFolder::modified))
                    .toList();
        }
    }

    private static FileTime modified(Path file) {
        try {
            return Files.getLastModifiedTime(file);
        } catch (IOException gone) {
            return FileTime.fromMillis(0);
        }
    }

    /** Begins a file, for which older ones may have to go. */
    FileChannel create(RecordingFile file) throws IOException {
        while (!finished.isEmpty() && finished.size() + open >= filesMax) {
            Files.deleteIfExists(finished.removeFirst());
        }
        while (true) {
            Path path = folder.resolve(name(file.room));
            try {
                FileChannel channel = FileChannel.open(path, Set.of(CREATE_NEW, WRITE), attributes);
                file.channel = channel;
                file.path = path;
                open++;
                return channel;
            } catch (FileAlreadyExistsException taken) {
                // of a server that was started in the same second: the next number
            }
        }
    }

    private String name(OwnerId room) {
        String key = room.key().replaceAll("[^A-Za-z0-9_-]", "_");
        number++;
        return "%s-%s-%s-%d%s"
                .formatted(
                        room.type(),
                        key.substring(0, Math.min(key.length(), KEY_CHARS_MAX)),
                        TIME.format(clock.instant()),
                        number,
                        SUFFIX);
    }

    /** Ends a file, if it was begun. */
    void finish(RecordingFile file) throws IOException {
        FileChannel channel = file.channel;
        Path path = file.path;
        if (channel != null && path != null) {
            file.channel = null;
            open--;
            finished.addLast(path);
            channel.close();
        }
    }
}
