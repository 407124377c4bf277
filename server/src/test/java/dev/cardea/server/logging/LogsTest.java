package dev.cardea.server.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.server.config.ByteSize;
import dev.cardea.server.config.Config;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.slf4j.LoggerFactory;

@Isolated("the log belongs to the process")
class LogsTest {
    @TempDir private Path folder;

    @Test
    void writesOneLineWithTimeLevelAndSource() throws IOException {
        assertThat(written(Config.Level.INFO, () -> log("ready in 5 ms")))
                .singleElement()
                .asString()
                .matches(
                        "\\d{4}-\\d\\d-\\d\\dT[0-9:.]+(Z|[+-]\\d\\d:\\d\\d) INFO  Cardea    ready"
                                + " in 5 ms");
    }

    @Test
    void leavesOutWhatIsLessSevereThanItsLevel() throws IOException {
        assertThat(written(Config.Level.WARN, () -> log("hidden"))).isEmpty();
    }

    @Test
    void hearsLibrariesFromWarnUp() throws IOException {
        assertThat(
                        written(
                                Config.Level.DEBUG,
                                () -> {
                                    LoggerFactory.getLogger("io.netty.X").info("chatter");
                                    LoggerFactory.getLogger("io.netty.X").warn("trouble");
                                }))
                .singleElement()
                .asString()
                .endsWith("WARN  X         trouble");
    }

    @Test
    void keepsWhatAPeerSaidOnItsLine() throws IOException {
        assertThat(written(Config.Level.INFO, () -> log("a\n2026 ERROR fake\u001b[31m")))
                .singleElement()
                .asString()
                .endsWith("a?2026 ERROR fake?[31m");
    }

    @Test
    void changesItsLevelWhileItRuns() throws IOException {
        assertThat(
                        written(
                                Config.Level.ERROR,
                                logs -> {
                                    log("hidden");
                                    logs.level(Config.Level.INFO);
                                    log("shown");
                                }))
                .singleElement()
                .asString()
                .endsWith("shown");
    }

    @Test
    void setsFullFilesAsideAndKeepsTheNewest() throws IOException {
        Config.Logging logging =
                new Config.Logging(
                        Config.Level.INFO,
                        folder.resolve("x.log").toString(),
                        new ByteSize(4096),
                        2);
        try (Logs logs = Logs.open(logging)) {
            logs.level(Config.Level.INFO);
            for (int i = 0; i < 300; i++) { // fewer than the queue holds
                log("line " + i + " " + "x".repeat(100));
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("x.log", "x.log.1", "x.log.2");
        }
        assertThat(Files.size(folder.resolve("x.log.1"))).isBetween(4096L, 4500L);
        assertThat(Files.readString(folder.resolve("x.log"))).contains("line 299 ");
    }

    @Test
    void writesCardeaLogIntoAFolder() throws IOException {
        try (Logs logs =
                Logs.open(
                        new Config.Logging(
                                Config.Level.ERROR, folder.toString(), new ByteSize(4096), 1))) {
            logs.level(Config.Level.INFO);
            log("hello");
        }
        assertThat(folder.resolve("cardea.log")).content().contains("hello");
    }

    @Test
    void saysThatItsFileCannotBeWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("file"), "");
        assertThatThrownBy(
                        () ->
                                Logs.open(
                                        new Config.Logging(
                                                Config.Level.INFO,
                                                file.resolve("below.log").toString(),
                                                new ByteSize(4096),
                                                1)))
                .isInstanceOf(IOException.class);
    }

    private interface Speaking {
        void speak(Logs logs);
    }

    private List<String> written(Config.Level level, Runnable speaking) throws IOException {
        return written(level, logs -> speaking.run());
    }

    private List<String> written(Config.Level level, Speaking speaking) throws IOException {
        Path file = folder.resolve("test.log");
        try (Logs logs =
                Logs.open(new Config.Logging(level, file.toString(), new ByteSize(1 << 20), 1))) {
            speaking.speak(logs);
        }
        return Files.readAllLines(file);
    }

    private static void log(String message) {
        LoggerFactory.getLogger("dev.cardea.server.Cardea").info(message);
    }
}
