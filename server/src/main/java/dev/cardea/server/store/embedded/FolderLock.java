package dev.cardea.server.store.embedded;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** That a folder is this server's alone, until it ends or lets go. Safe from any thread. */
final class FolderLock implements AutoCloseable {
    /**
     * Those of this process. Asked before the file is opened: on POSIX systems, a process that
     * closes a file loses every lock that it holds on it, through whichever channel.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel file;

    private FolderLock(Path folder, FileChannel file) {
        this.folder = folder;
        this.file = file;
    }

    /**
     * Takes it.
     *
     * @param folder one that is there
     * @throws CannotStartPostgresException if another has it
     */
    static FolderLock take(Path folder) throws IOException {
        Path real = folder.toRealPath();
        if (!HELD.add(real)) {
            throw taken(folder);
        }
        try {
            return new FolderLock(real, locked(real));
        } catch (IOException e) {
            HELD.remove(real);
            throw e;
        }
    }

    private static FileChannel locked(Path folder) throws IOException {
        FileChannel file =
                FileChannel.open(
                        folder.resolve("lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE);
        try {
            FileLock lock = file.tryLock();
            if (lock == null) {
                throw taken(folder);
            }
            return file;
        } catch (IOException e) {
            file.close();
            throw e;
        }
    }

    private static CannotStartPostgresException taken(Path folder) {
        return new CannotStartPostgresException(
                "another Cardea keeps its data in "
                        + folder
                        + ": stop it, or give this one another folder");
    }

    @Override
    public void close() throws IOException {
        try {
            file.close();
        } finally {
            HELD.remove(folder);
        }
    }
}
