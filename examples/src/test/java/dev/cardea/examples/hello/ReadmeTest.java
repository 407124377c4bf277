package dev.cardea.examples.hello;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Goal: the README's room is the one that compiles here; method: the same text but for spaces. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");

    @Test
    void showsTheRoomThatCompiles() throws IOException {
        Path file = Path.of("src/main/java/dev/cardea/examples/hello/Lobby.java");
        String source = Files.readString(file);
        String room = source.substring(source.indexOf("public record Lobby"));

        assertThat(withoutSpaces(Files.readString(ROOT.resolve("README.md"))))
                .contains(withoutSpaces(room));
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }
}
