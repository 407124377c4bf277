package dev.cardea.server.store.embedded;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * PostgreSQL's programs: unpacked from the class path into a cache, once. Stateless, so several
 * threads and processes may do it at once: each unpacks into a folder of its own, and whose
 * renaming comes second uses what the first has made.
 */
final class PostgresBinaries {
    /** Folders of unpackings that were cut off are deleted when they are so old. */
    static final Duration LEFTOVER_AGE = Duration.ofHours(1);

    private static final String UNPACKING = "unpacking-";
    private static final int EXECUTABLE = 0100;

    private PostgresBinaries() {}

    /**
     * The folder with {@code bin}, {@code lib} and {@code share}, unpacked if it is not there yet.
     *
     * @param cache where to; one folder below it for each archive, named by its checksum
     * @throws CannotStartPostgresException if this build has none for this machine, or the cache
     *     cannot be written
     */
    static Path unpacked(Path cache) throws IOException {
        PostgresArchive archive = PostgresArchive.ofThisMachine();
        Path home = cache.resolve("postgres-" + archive.checksum());
        if (Files.isDirectory(home)) {
            return home;
        }
        try {
            Files.createDirectories(cache);
            Path unpacking = Files.createTempDirectory(cache, UNPACKING);
            try {
                deleteLeftovers(cache, Files.getLastModifiedTime(unpacking));
                unpack(archive, unpacking);
                publish(unpacking, home);
            } finally {
                FileTree.delete(unpacking);
            }
        } catch (IOException e) {
            throw Faults.ofFiles("unpack PostgreSQL into", cache, e);
        }
        return home;
    }

    /**
     * Makes the folder the one that everybody uses, unless somebody else's already is.
     *
     * @param unpacking whole; it stays where it is if it comes second
     */
    static void publish(Path unpacking, Path home) throws IOException {
        Files.setPosixFilePermissions(unpacking, PosixFilePermissions.fromString("rwxr-xr-x"));
        try {
            Files.move(unpacking, home, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
        }
    }

    private static void deleteLeftovers(Path cache, FileTime now) throws IOException {
        FileTime since = FileTime.from(now.toInstant().minus(LEFTOVER_AGE));
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(cache, UNPACKING + "*")) {
            for (Path folder : folders) {
                if (isOlder(folder, since)) {
                    FileTree.delete(folder);
                }
            }
        }
    }

    private static boolean isOlder(Path folder, FileTime since) throws IOException {
        return Files.exists(folder) && Files.getLastModifiedTime(folder).compareTo(since) < 0;
    }

    private static void unpack(PostgresArchive archive, Path folder) throws IOException {
        try (InputStream packed = archive.open();
                XZInputStream xz = new XZInputStream(new BufferedInputStream(packed));
                TarArchiveInputStream tar = new TarArchiveInputStream(xz)) {
            TarArchiveEntry entry = tar.getNextEntry();
            while (entry != null) {
                unpack(entry, tar, folder);
                entry = tar.getNextEntry();
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path folder)
            throws IOException {
        Path to = folder.resolve(entry.getName()).normalize();
        if (!to.startsWith(folder)) {
            throw new IOException("the archive leaves its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
            Files.createDirectories(to);
            return;
        }
        Files.createDirectories(to.resolveSibling(""));
        if (entry.isSymbolicLink()) {
            Files.createSymbolicLink(to, Path.of(entry.getLinkName()));
            return;
        }
        Files.copy(content, to);
        boolean runs = (entry.getMode() & EXECUTABLE) != 0;
        Files.setPosixFilePermissions(
                to, PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
    }
}
