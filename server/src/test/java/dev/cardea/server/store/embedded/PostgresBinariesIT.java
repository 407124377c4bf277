package dev.cardea.server.store.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The unpacking of PostgreSQL's programs, with the real archive. */
@Timeout(90)
class PostgresBinariesIT {
    @TempDir Path cache;

    @Test
    void twoAtOnceUseTheSameFolder() throws Exception {
        CyclicBarrier together = new CyclicBarrier(2);
        Callable<Path> unpacking =
                () -> {
                    together.await();
                    return PostgresBinaries.unpacked(cache);
                };
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Path> first = threads.submit(unpacking);
            Future<Path> second = threads.submit(unpacking);
            assertThat(first.get()).isEqualTo(second.get());
        }
        assertThat(names()).hasSize(1).allMatch(name -> name.startsWith("postgres-"));
        Programs programs = new Programs(PostgresBinaries.unpacked(cache), Privileges.OWN);
        assertThat(programs.majorVersion()).isEqualTo("18");
    }

    @Test
    void whoComesSecondUsesWhatTheFirstHasMade() throws Exception {
        Path home = Files.createDirectory(cache.resolve("postgres-1"));
        Path first = Files.createFile(home.resolve("first"));
        Path unpacking = Files.createDirectory(cache.resolve("unpacking-2"));
        Files.createFile(unpacking.resolve("second"));
        PostgresBinaries.publish(unpacking, home);
        assertThat(home).isDirectoryContaining(first::equals);
        assertThat(home.resolve("second")).doesNotExist();
    }

    @Test
    void deletesWhatUnpackingsThatWereCutOffHaveLeft() throws Exception {
        Path old = Files.createDirectory(cache.resolve("unpacking-1"));
        Files.createFile(old.resolve("postgres"));
        FileTime now = Files.getLastModifiedTime(old);
        Duration age = PostgresBinaries.LEFTOVER_AGE.plusMinutes(1);
        Files.setLastModifiedTime(old, FileTime.from(now.toInstant().minus(age)));
        Path underWay = Files.createDirectory(cache.resolve("unpacking-2"));
        PostgresBinaries.unpacked(cache);
        assertThat(old).doesNotExist();
        assertThat(underWay).exists();
    }

    @Test
    void saysThatTheCacheIsNoFolder() throws Exception {
        Path file = Files.createFile(cache.resolve("file"));
        assertThatThrownBy(() -> PostgresBinaries.unpacked(file))
                .isInstanceOf(CannotStartPostgresException.class)
                .hasMessage(
                        "cannot unpack PostgreSQL into " + file + ": " + file + " is no folder");
    }

    @Test
    void saysThatTheProgramsCannotRun() {
        Programs none = new Programs(cache, Privileges.OWN);
        assertThatThrownBy(none::majorVersion)
                .isInstanceOf(CannotStartPostgresException.class)
                .hasMessageStartingWith("PostgreSQL's programs in " + cache + " cannot run")
                .hasMessageContaining("database.url");
    }

    private List<String> names() throws Exception {
        try (Stream<Path> files = Files.list(cache)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
