package dev.cardea.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CommandLineIT {
    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "--help",
                "start --help",
                "config --help",
                "config check --help",
                "replay --help",
                "help"
            })
    void helpReadsWellAtEightyColumns(String arguments) throws Exception {
        try (Child child = Child.start(Map.of(), arguments.split(" "))) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.output()).contains("Usage: cardea").doesNotContain("null");
            assertThat(child.output().lines()).allMatch(line -> line.length() <= 80);
            assertThat(child.errors()).isEmpty();
        }
    }

    @Test
    void namesTheCommandThatWasMeant() throws Exception {
        try (Child child = Child.start(Map.of(), "strat")) {
            assertThat(child.exitCode()).isEqualTo(2);
            assertThat(child.errors()).contains("Did you mean: cardea start?");
        }
    }

    @Test
    void whatConfigPrintSaysIsRight() throws Exception {
        Path printed = folder.resolve("server.yaml");
        try (Child child = Child.start(Map.of("CARDEA_SERVER_PORT", "9"), "config", "print")) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.output())
                    .contains("port: 9  # environment variable CARDEA_SERVER_PORT");
            Files.writeString(printed, child.output());
        }
        try (Child child = Child.start(Map.of(), "config", "check", printed.toString())) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.output()).contains("is right");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"config check", "config print --config", "start --config"})
    void aFileWithMistakesEndsWithTwoAndAllOfThem(String command) throws Exception {
        Path file = Files.writeString(folder.resolve("server.yaml"), "servr:\nadmin: {port: x}\n");
        try (Child child = Child.start(Map.of(), (command + " " + file).split(" "))) {
            assertThat(child.exitCode()).isEqualTo(2);
            assertThat(child.errors())
                    .contains(file + ":1:1: servr: unknown key; did you mean server?")
                    .contains(file + ":2:15: admin.port: \"x\" is not a whole number")
                    .contains("2 mistakes");
            assertThat(child.output()).isEmpty();
        }
    }

    @Test
    void saysWhatADatabaseMayLose() throws IOException, InterruptedException {
        Path file =
                Files.writeString(
                        folder.resolve("server.yaml"), "database: {unsafe_durability: true}\n");
        try (Child child = Child.start(Map.of(), "config", "check", file.toString())) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.output())
                    .startsWith("note: " + file + ":1:12: database.unsafe_durability: what is");
        }
    }
}
