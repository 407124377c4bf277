package dev.cardea.server.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.server.store.TestPostgres;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Folders that an embedded PostgreSQL cannot use, or has to put in order first. */
@Timeout(90)
class BadFolderIT {
    @TempDir Path folder;

    @Test
    void saysThatTheFolderIsAFile() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));
        refuses(file, "cannot keep the database in " + file + ": " + file + " is no folder");
        Path below = file.resolve("below");
        refuses(below, "cannot keep the database in " + below + ": " + below + " cannot be");
    }

    @Test
    void saysThatTheDataIsOfAnotherVersion() throws Exception {
        start().close();
        Path version = folder.resolve("data").resolve("PG_VERSION");
        Files.writeString(version, "9\n");
        refuses(folder, "data is of PostgreSQL 9 and this build has 18");
        Files.writeString(version, "18\n");
        start().close();
    }

    @Test
    void saysThatThePasswordIsMissingOrWrong() throws Exception {
        start().close();
        Path file = folder.resolve("password");
        String password = Files.readString(file);
        Files.delete(file);
        refuses(folder, "the password file " + file + " is missing");
        Files.writeString(file, "\n");
        refuses(folder, "the password file " + file + " is empty");
        Files.writeString(file, "x".repeat(2000));
        refuses(folder, "the password file " + file + " is too long");
        Files.delete(file);
        Files.createDirectory(file);
        refuses(folder, "the password file " + file + " is a folder");
        Files.delete(file);
        Files.writeString(file, "another");
        refuses(folder, "the password file " + file + " does not open the database");
        assertThat(folder.resolve("data").resolve("postmaster.pid")).doesNotExist();
        Files.writeString(file, password + "\n");
        start().close();
    }

    @Test
    void stopsWhatAKilledServerHasLeftIfThePasswordIsWrong() throws Exception {
        Holder other = Holder.on(folder);
        other.kill();
        Files.writeString(folder.resolve("password"), "another");
        refuses(folder, "does not open the database");
        assertThat(ProcessHandle.of(other.postmaster())).isEmpty();
    }

    @Test
    void takesThePasswordFromThoseWhoMayNotReadIt() throws Exception {
        start().close();
        Path file = folder.resolve("password");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        start().close();
        assertThat(Files.getPosixFilePermissions(file))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void beginsAnewWhatWasCutOff() throws Exception {
        Path half = Files.createDirectory(folder.resolve("data.new"));
        Files.writeString(half.resolve("PG_VERSION"), "18\n");
        Files.createDirectory(half.resolve("base"));
        Files.createDirectory(folder.resolve("data"));
        Files.writeString(folder.resolve("password"), "of the first try");
        start().close();
        assertThat(half).doesNotExist();
        assertThat(folder.resolve("data").resolve("PG_VERSION")).hasContent("18");
    }

    @Test
    void setsAsideWhatIsNoDatabaseAndNeverDeletesIt() throws Exception {
        Path data = Files.createDirectory(folder.resolve("data"));
        Files.writeString(data.resolve("notes"), "of somebody");
        start().close();
        assertThat(data.resolve("PG_VERSION")).exists();
        assertThat(aside()).hasSize(1);
        assertThat(aside().getFirst().resolve("notes")).hasContent("of somebody");
    }

    @Test
    void makesNoNewDatabaseInThePlaceOfADamagedOne() throws Exception {
        start().close();
        Files.delete(folder.resolve("data").resolve("PG_VERSION"));
        refuses(folder, "is damaged, as it has no PG_VERSION");
        assertThat(aside()).isEmpty();
    }

    @Test
    void saysInOneSentenceWhyPostgresDoesNotStart() throws Exception {
        start().close();
        Files.writeString(folder.resolve("data").resolve("postgresql.conf"), "nonsense = 1\n");
        refuses(folder, "PostgreSQL cannot work on " + folder.resolve("data"));
        assertThat(folder.resolve("data").resolve("postmaster.pid")).doesNotExist();
    }

    private EmbeddedPostgres start() throws Exception {
        return EmbeddedPostgres.start(TestPostgres.cache(), folder);
    }

    private static void refuses(Path folder, String why) {
        assertThatThrownBy(() -> EmbeddedPostgres.start(TestPostgres.cache(), folder))
                .isInstanceOf(CannotStartPostgresException.class)
                .hasMessageContaining(why)
                .message()
                .doesNotContain("\n");
    }

    private List<Path> aside() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().contains("data.aside-")).toList();
        }
    }
}
