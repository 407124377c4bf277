package dev.cardea.server.store.embedded;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file with the password of the database's owner. Immutable; it is read when asked for. */
record Password(Path file) {
    private static final Logger LOG = LoggerFactory.getLogger(Password.class);
    private static final int BYTES = 24;
    private static final int FILE_BYTES_MAX = 1024;
    private static final Set<PosixFilePermission> OWNER_ONLY =
            PosixFilePermissions.fromString("rw-------");

    /** Draws a new one and writes it through to the disk. */
    void draw(SecureRandom random) throws IOException {
        byte[] bytes = new byte[BYTES];
        random.nextBytes(bytes);
        String text = HexFormat.of().formatHex(bytes);
        Files.deleteIfExists(file);
        try (FileChannel to =
                FileChannel.open(
                        file,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        PosixFilePermissions.asFileAttribute(OWNER_ONLY))) {
            ByteBuffer rest = ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
            while (rest.hasRemaining()) {
                to.write(rest);
            }
            to.force(true);
        }
    }

    /**
     * Reads it. If others may read it as well, that is taken from them, with a warning.
     *
     * @throws CannotStartPostgresException if it is missing, empty, or cannot be read
     */
    String read() throws IOException {
        try {
            if (Files.isDirectory(file)) {
                throw bad("is a folder");
            }
            if (Files.size(file) > FILE_BYTES_MAX) {
                throw bad("is too long");
            }
            String text = Files.readString(file, StandardCharsets.ISO_8859_1).strip();
            if (text.isEmpty()) {
                throw bad("is empty");
            }
            protect();
            return text;
        } catch (NoSuchFileException e) {
            throw bad("is missing");
        } catch (CannotStartPostgresException e) {
            throw e;
        } catch (IOException e) {
            throw bad("cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void protect() throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(permissions)) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
            LOG.warn(
                    "{} could be read by other users ({}); now it cannot, but who did can connect",
                    file,
                    PosixFilePermissions.toString(permissions));
        }
    }

    CannotStartPostgresException bad(String what) {
        return new CannotStartPostgresException(
                "the password file "
                        + file
                        + " "
                        + what
                        + ": put it back from your backup; the data beside it opens with no other");
    }
}
