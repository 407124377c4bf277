package dev.cardea.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretTextTest {
    private static final String RANDOM = "q8Zr1vT0yKxw3nBd7LhJ2mPfEo5sUaGc";

    @TempDir private Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void writesAKey() throws IOException {
        file = Files.writeString(folder.resolve("session.key"), RANDOM + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
    }

    @Test
    void readsAFileBesideTheConfiguration() {
        Config config = good("security: {session_keys: [file:session.key]}", Map.of());
        assertThat(config.security().sessionKeys()).containsExactly(Secret.of(RANDOM));
    }

    @Test
    void readsAFileForEverySecret() {
        Config config =
                good(
                        "security: {jwt: {secret: file:session.key}}\n"
                                + "database: {password: file:session.key}",
                        Map.of("CARDEA_SECURITY_SESSION_KEYS", "[file:" + file + "]"));
        assertThat(config.security().jwt().secret()).isEqualTo(Secret.of(RANDOM));
        assertThat(config.security().sessionKeys()).containsExactly(Secret.of(RANDOM));
        assertThat(config.database().password()).isEqualTo(Secret.of(RANDOM));
    }

    @Test
    void readsAVariable() {
        Map<String, String> environment = Map.of("KEY", RANDOM);
        assertThat(
                        good("security: {jwt: {secret: '${KEY}'}}", environment)
                                .security()
                                .jwt()
                                .secret())
                .isEqualTo(Secret.of(RANDOM));
        Map<String, String> override = Map.of("CARDEA_SECURITY_JWT_SECRET", RANDOM);
        assertThat(good("", override).security().jwt().secret()).isEqualTo(Secret.of(RANDOM));
        Map<String, String> list = Map.of("CARDEA_SECURITY_SESSION_KEYS", RANDOM);
        assertThat(good("", list).security().sessionKeys()).hasSize(1);
    }

    @Test
    void refusesAFileThatEveryoneCanRead() throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(mistake("security: {jwt: {secret: file:session.key}}", Map.of()))
                .contains("security.jwt.secret: ")
                .contains("can be read by every user of this machine; run: chmod 600");
    }

    @Test
    void refusesAShortKeyAPlaceholderAndAMissingFile() {
        Map<String, String> environment = Map.of("SHORT", "abc", "SAME", "changechange".repeat(4));
        assertThat(mistake("security: {session_keys: ['${SHORT}']}", environment))
                .contains("is too short, 3 bytes; use at least 32");
        assertThat(mistake("security: {session_keys: ['${SAME}']}", environment))
                .contains("is no random key");
        assertThat(mistake("security: {session_keys: ['file:none']}", environment))
                .contains("does not exist");
    }

    @Test
    void refusesAFileThatIsNoKey() throws IOException {
        Files.writeString(file, "x".repeat(5000));
        assertThat(mistake("security: {session_keys: ['file:session.key']}", Map.of()))
                .contains("is longer than 4096 bytes");
    }

    @Test
    void noTextFormShowsASecret() {
        Secret secret = Secret.of(RANDOM);
        Config config =
                good(
                        "database: {password: hunter22}",
                        Map.of("CARDEA_SECURITY_JWT_SECRET", RANDOM));
        assertThat(secret).hasToString(Secret.MASK).hasSameHashCodeAs(Secret.of("other"));
        assertThat(config.toString()).doesNotContain("hunter22").doesNotContain(RANDOM);
        assertThat(ConfigText.of(config, Origins.NONE))
                .doesNotContain("hunter22")
                .doesNotContain(RANDOM);
    }

    @Test
    void aWrongSecretIsNotRepeatedInItsMistake() {
        assertThat(mistake("security: {jwt: {secret: '${KEY}'}}", Map.of("KEY", "hunter22")))
                .doesNotContain("hunter22");
    }

    private Config good(String yaml, Map<String, String> environment) {
        Loaded loaded = ConfigReader.text("server.yaml", yaml, environment, folder);
        assertThat(loaded).isInstanceOf(Loaded.Good.class);
        return ((Loaded.Good) loaded).config();
    }

    private String mistake(String yaml, Map<String, String> environment) {
        Loaded loaded = ConfigReader.text("server.yaml", yaml, environment, folder);
        assertThat(loaded).isInstanceOf(Loaded.Bad.class);
        List<Finding> mistakes = ((Loaded.Bad) loaded).mistakes();
        assertThat(mistakes).hasSize(1);
        return mistakes.getFirst().toString();
    }
}
