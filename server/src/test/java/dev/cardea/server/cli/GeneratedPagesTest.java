package dev.cardea.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.server.config.ConfigPage;
import dev.cardea.server.config.LimitsPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class GeneratedPagesTest {
    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void theConfigurationPageIsWhatTheRecordsSay() throws IOException {
        assertThat(Files.readString(DOCS.resolve("CONFIG.md")))
                .as("run: ./cardea config pages docs")
                .isEqualTo(ConfigPage.markdown());
    }

    @Test
    void theLimitsPageIsWhatTheCodeEnforces() throws IOException {
        assertThat(Files.readString(DOCS.resolve("LIMITS.md")))
                .as("run: ./cardea config pages docs")
                .isEqualTo(LimitsPage.markdown(FixedBounds.ALL));
    }
}
