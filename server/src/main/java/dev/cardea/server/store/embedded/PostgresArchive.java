package dev.cardea.server.store.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * The archive with PostgreSQL's programs for one kind of machine, on the class path. Immutable.
 *
 * @param resource its name there
 */
record PostgresArchive(String resource) {
    /** That of this machine. */
    static PostgresArchive ofThisMachine() throws CannotStartPostgresException {
        PostgresArchive archive = of(System.getProperty("os.name"), System.getProperty("os.arch"));
        if (PostgresArchive.class.getResource(archive.resource) == null) {
            throw none(archive.resource.substring(1));
        }
        return archive;
    }

    /**
     * That of another; whether this build has it is not asked.
     *
     * @param system as Java calls it: {@code os.name}
     * @param processor likewise: {@code os.arch}
     */
    static PostgresArchive of(String system, String processor) throws CannotStartPostgresException {
        String name = system.toLowerCase(Locale.ROOT);
        String os =
                switch (name) {
                    case "linux" -> "linux";
                    case "mac os x", "darwin" -> "darwin";
                    default -> throw none(system + " on " + processor);
                };
        String bits =
                switch (processor.toLowerCase(Locale.ROOT)) {
                    case "amd64", "x86_64" -> "x86_64";
                    case "aarch64", "arm64" -> "arm_64";
                    default -> throw none(system + " on " + processor);
                };
        return new PostgresArchive("/postgres-" + os + "-" + bits + ".txz");
    }

    private static CannotStartPostgresException none(String what) {
        return new CannotStartPostgresException(
                "this build has no PostgreSQL for this machine ("
                        + what
                        + "): name a database of your own with database.url");
    }

    InputStream open() throws IOException {
        InputStream archive = PostgresArchive.class.getResourceAsStream(resource);
        if (archive == null) {
            throw none(resource);
        }
        return archive;
    }

    /** The first eight octets of its SHA-256, in hexadecimal. */
    String checksum() throws IOException {
        try (DigestInputStream read = new DigestInputStream(open(), sha256())) {
            read.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(read.getMessageDigest().digest(), 0, 8);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
