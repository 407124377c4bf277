package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.server.Child;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Section logging. */
@Timeout(60)
@ExtendWith(Trials.class)
class LoggingEffectsIT {
    @TempDir private Path folder;

    private static void startAndStop(Child child) throws IOException, InterruptedException {
        child.await("Ctrl-C drains");
        child.signal("TERM");
        assertThat(child.exitCode()).isZero();
    }

    @Test
    @Effect("logging.level")
    void leavesOutWhatIsLessSevereThanItsLevel(Trial trial) throws Exception {
        Child child = trial.startChild("logging.level: warn");
        startAndStop(child);
        assertThat(child.output()).contains("tcp://").doesNotContain("INFO", "ready in");
    }

    @Test
    @Effect("logging.path")
    void writesToTheFileOfItsPath(Trial trial) throws Exception {
        Path file = folder.resolve("new/server.log");
        Child child = trial.startChild("logging.path: " + file);
        startAndStop(child);
        assertThat(Files.readString(file)).contains("ready in", "stopped");
        assertThat(child.output()).contains("tcp://").doesNotContain("ready in");
    }

    @Test
    @Effect({"logging.max_size", "logging.files_kept"})
    void setsFullFilesAsideAndKeepsSoMany(Trial trial) throws Exception {
        Child child =
                trial.startChild(
                        "logging.max_size: 4KiB",
                        "logging.files_kept: 1",
                        "logging.path: " + folder,
                        "logging.level: trace"); // libraries tell a lot then
        startAndStop(child);
        try (Stream<Path> files = Files.list(folder)) {
            List<String> names = files.map(file -> file.getFileName().toString()).toList();
            assertThat(names).containsExactlyInAnyOrder("cardea.log", "cardea.log.1");
        }
        Path oldest = folder.resolve("cardea.log.1");
        assertThat(Files.size(oldest)).isBetween(4096L, 4 * 4096L);
        assertThat(Files.readString(oldest)).doesNotContain("starting: cardea");
    }
}
