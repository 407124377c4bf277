package dev.cardea.server.store.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The folder that lasts: {@code data} with the database, {@code password} with its owner's. For
 * whoever holds its {@link FolderLock}.
 *
 * @param folder with both; absolute
 */
record DataFolder(Path folder) {
    /** The role that owns everything. */
    static final String OWNER = "postgres";

    private static final Logger LOG = LoggerFactory.getLogger(DataFolder.class);
    private static final Duration INIT_MAX = Duration.ofMinutes(2);

    /** The folder, made if it is not there; its owner's alone. */
    static DataFolder made(Path folder) throws IOException {
        Path absolute = folder.toAbsolutePath().normalize();
        try {
            Files.createDirectories(absolute);
            Path data = Files.createTempFile(absolute, "writable-", "");
            Files.delete(data);
        } catch (IOException e) {
            throw Faults.ofFiles("keep the database in", absolute, e);
        }
        return new DataFolder(absolute);
    }

    Path data() {
        return folder.resolve("data");
    }

    Password password() {
        return new Password(folder.resolve("password"));
    }

    /**
     * Makes sure that there is a database which these programs can open.
     *
     * @throws CannotStartPostgresException if it is one of another version, or damaged
     */
    void prepare(Programs programs, SecureRandom random) throws IOException {
        String version = programs.majorVersion();
        if (!Files.exists(data().resolve("PG_VERSION"))) {
            setAside();
            initialize(programs, random);
            return;
        }
        String found = Files.readString(data().resolve("PG_VERSION")).strip();
        if (!found.equals(version)) {
            throw new CannotStartPostgresException(
                    data()
                            + " is of PostgreSQL "
                            + found
                            + " and this build has "
                            + version
                            + ": dump it with the release that wrote it, and load it into a new"
                            + " folder");
        }
    }

    /** What stands in the way of a database and has never been one: it is kept, not deleted. */
    private void setAside() throws IOException {
        if (!Files.exists(data())) {
            return;
        }
        if (Files.exists(data().resolve("global").resolve("pg_control"))) {
            throw new CannotStartPostgresException(
                    data() + " is damaged, as it has no PG_VERSION: put it back from your backup");
        }
        if (isEmpty(data())) {
            Files.delete(data());
            return;
        }
        Path aside = Files.createTempDirectory(folder, "data.aside-");
        Files.move(data(), aside, StandardCopyOption.ATOMIC_MOVE);
        LOG.warn("{} held no database; it is now {}, and a new one is made", data(), aside);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    /** Elsewhere first, so that {@code data} is whole or not there, whenever we are cut off. */
    private void initialize(Programs programs, SecureRandom random) throws IOException {
        Path fresh = folder.resolve("data.new");
        try {
            FileTree.delete(fresh);
            Files.createDirectory(
                    fresh,
                    PosixFilePermissions.asFileAttribute(
                            PosixFilePermissions.fromString("rwx------")));
            password().draw(random);
            programs.privileges().own(folder);
            initdb(programs, fresh);
            Files.move(fresh, data(), StandardCopyOption.ATOMIC_MOVE);
            FileTree.force(folder);
        } catch (IOException e) {
            throw Faults.ofFiles("make a database in", folder, e);
        }
    }

    private void initdb(Programs programs, Path fresh) throws IOException {
        Programs.Ended ended =
                programs.run(
                        INIT_MAX,
                        "initdb",
                        List.of(
                                "--pgdata=" + fresh,
                                "--username=" + OWNER,
                                "--pwfile=" + password().file(),
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale-provider=builtin",
                                "--locale=C.UTF-8"));
        if (ended.code() != 0) {
            throw Faults.ofProgram("initdb", folder, ended.lines());
        }
    }
}
