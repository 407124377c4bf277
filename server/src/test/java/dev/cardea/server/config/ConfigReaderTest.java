package dev.cardea.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigReaderTest {
    private static final Map<String, String> NO_ENVIRONMENT = Map.of();

    @TempDir private Path folder;

    @Test
    void anEmptyFileGivesTheDefaults() {
        assertThat(good("")).isEqualTo(good("# only a comment\n"));
        assertThat(good("").server().port()).isEqualTo(8080);
        assertThat(good("").listeners())
                .containsExactly(new Config.Listener(Config.Transport.TCP, "127.0.0.1", 7777));
        assertThat(good("").security().rateLimit()).isEqualTo(100);
        assertThat(good("").security().maxConnections()).isEqualTo(10_000);
    }

    @Test
    void acceptsTheSectionsOfTheArticle() {
        Config config =
                good(
                        """
                        server:
                          host: "localhost"
                          port: 9000
                        database:
                          mode: "external"
                          url: "postgresql://localhost:5432/game"
                          user: "game"
                          password: "secret"
                        logging:
                          level: "info"
                          path: "/var/log/game.log"
                        security:
                          rate_limit: 50
                          max_connections: 20
                        """);
        assertThat(config.server().port()).isEqualTo(9000);
        assertThat(config.database().password()).isEqualTo(Secret.of("secret"));
        assertThat(config.logging().path()).isEqualTo("/var/log/game.log");
        assertThat(config.security().maxConnections()).isEqualTo(20);
    }

    @Test
    void readsKeysInKebabCaseAsWell() {
        assertThat(good("security:\n  rate-limit: 7\n").security().rateLimit()).isEqualTo(7);
    }

    @Test
    void readsTimesSizesAndLists() {
        Config config =
                good(
                        """
                        limits:
                          liveness: {ping_interval: 500ms, idle_time: 2m}
                          rate: {byte_burst: 2MiB}
                        listeners:
                          - transport: tcp
                            port: 1
                          - {port: 2}
                        """);
        assertThat(config.limits().liveness().pingInterval()).isEqualTo(Duration.ofMillis(500));
        assertThat(config.limits().liveness().idleTime()).isEqualTo(Duration.ofMinutes(2));
        assertThat(config.limits().rate().byteBurst().bytes()).isEqualTo(2 * 1024 * 1024);
        assertThat(config.listeners()).extracting(Config.Listener::port).containsExactly(1, 2);
        assertThat(good("listeners: []").listeners()).isEmpty();
    }

    @Test
    void reportsAllMistakesAtOnceInTheOrderOfTheFile() {
        assertThat(
                        mistakes(
                                """
                                servr:
                                  port: 1
                                security:
                                  rate_limit: lots
                                  max_connections: 0
                                  rate-limit: 3
                                logging: {level: inof, path: [a]}
                                listeners:
                                  - {transport: tpc}
                                  - tcp
                                """))
                .containsExactly(
                        "server.yaml:1:1: servr: unknown key; did you mean server?",
                        "server.yaml:4:15: security.rate_limit: \"lots\" is not a whole number;"
                                + " allowed: 1 to 1000000 messages/s",
                        "server.yaml:5:20: security.max_connections: 0 is too low;"
                                + " allowed: 1 to 10000000 connections",
                        "server.yaml:6:3: security.rate_limit: written twice, first at"
                                + " server.yaml:4:3",
                        "server.yaml:7:18: logging.level: \"inof\" is none of error, warn, info,"
                                + " debug, trace; did you mean info?",
                        "server.yaml:7:30: logging.path: must be one value, not a list or mapping",
                        "server.yaml:9:17: listeners[0].transport: \"tpc\" is none of tcp, tls, ws,"
                                + " wss; did you mean tcp?",
                        "server.yaml:10:5: listeners[1]: must be a mapping of keys: host, port,"
                                + " transport");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    server: 5                         | 1:9: server: must be a mapping of keys: drain_time, host, io_threads, port, room_threads, transport
                    server: {port: }                  | 1:15: server.port: "" is not a whole number; allowed: 0 to 65535
                    server: {drain_time: 5}           | 1:22: server.drain_time: 5 has no unit; did you mean 5s?
                    server: {drain_time: 5 sec}       | 1:22: server.drain_time: "sec" is no unit of time; did you mean 5s?
                    server: {drain_time: 5 weeks}     | 1:22: server.drain_time: "weeks" is no unit of time; use ms, s, m, h or d
                    server: {port: '8,080'}           | 1:16: server.port: "8,080" is not a whole number; did you mean 8080?
                    logging: {level: warning}         | 1:18: logging.level: "warning" is none of error, warn, info, debug, trace; did you mean warn?
                    port: 80                          | 1:1: port: unknown key here; did you mean server.port or listeners[].port or admin.port?
                    server: {rate_limit: 80}          | 1:10: server.rate_limit: unknown key here; did you mean security.rate_limit?
                    security: {development_login: false, jwt: {secret: 'file:/none', issuer: x}} | 1:52: security.jwt.secret: /none does not exist
                    server: {drain_time: soon}        | 1:22: server.drain_time: "soon" is not a time; write a whole number and ms, s, m, h or d
                    server: {drain_time: 2h}          | 1:22: server.drain_time: 2h is too high; allowed: 0s to 1h
                    limits: {frame: {inbound: 64}}    | 1:27: limits.frame.inbound: 64 has no unit; did you mean 64B?
                    limits: {frame: {inbound: 64KB}}  | 1:27: limits.frame.inbound: "KB" is no unit; did you mean 64KiB?
                    limits: {frame: {inbound: 64 XB}} | 1:27: limits.frame.inbound: "XB" is no unit; use B, KiB, MiB or GiB
                    limits: {frame: {inbound: 1B}}    | 1:27: limits.frame.inbound: 1B is too low; allowed: 1KiB to 8MiB
                    security: {development_login: yes} | 1:31: security.development_login: "yes" is neither true nor false; did you mean true?
                    security: {zzz: 1}                | 1:12: security.zzz: unknown key; allowed: allow_insecure, development_login, jwt, max_connections, origins, rate_limit, session_keys, session_lifetime
                    security: {session_keys: [hello]} | 1:27: security.session_keys[0]: a secret does not belong into this file; write file:PATH or ${VARIABLE}
                    security: {session_keys: '${NONE}'} | 1:26: security.session_keys[0]: the environment has no NONE; set it or write ${NONE:-default}
                    security: {session_keys: '${a b}'} | 1:26: security.session_keys[0]: "${a b}" is not of the form ${NAME}
                    server: {host: ''}                | 1:16: server.host: is empty; leave the key out for 127.0.0.1
                    server: {host: "a\\nb"}           | 1:16: server.host: holds a line break or another control character
                    """)
    void namesThePlaceTheKeyAndWhatIsAllowed(String yaml, String mistake) {
        assertThat(mistakes(yaml)).containsExactly("server.yaml:" + mistake);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a: [1,             | 1:7: not YAML: expected the node content, but found '<stream end>'
                    'a: 1\n b: 2'      | 2:3: not YAML: a key where none can stand; indent it like its neighbours
                    'server:\n\tport: 1' | 2:1: not YAML: a tab; indent with spaces
                    'a: 1\nb: \0'     | 2:4: not text: character U+0000
                    a: &x 1            | 1:1: a: unknown key; allowed: admin, database, limits, listeners, logging, recording, security, server, tls
                    a: *x              | 1:4: an alias (*name): write the value out, aliases are not read
                    '? [a]\n: b'       | 1:3: a key must be plain text
                    """)
    void namesThePlaceOfBrokenYaml(String yaml, String mistake) {
        assertThat(mistakes(yaml.translateEscapes())).containsExactly("server.yaml:" + mistake);
    }

    @Test
    void readsOneDocumentOnly() {
        assertThat(mistakes("server: {port: 1}\n---\nserver: {port: 2}\n"))
                .containsExactly("server.yaml:3:1: a second document: the file must hold one");
    }

    @Test
    void refusesNestingBeforeItCostsStack() {
        assertThat(mistakes("a: " + "[".repeat(100_000)))
                .containsExactly("server.yaml:1:19: nested more than 16 deep");
    }

    @Test
    void refusesAliasesThatWouldMultiply() {
        assertThat(mistakes("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"))
                .containsExactly(
                        "server.yaml:2:8: an alias (*name): write the value out, aliases are not"
                                + " read");
    }

    @Test
    void refusesAFileBeyondItsSize() throws IOException {
        Path file = Files.writeString(folder.resolve("big.yaml"), "#".repeat(300_000));
        assertThat(((Loaded.Bad) ConfigReader.file(file, NO_ENVIRONMENT)).mistakes())
                .extracting(Finding::what)
                .containsExactly("longer than 256 KiB");
    }

    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        Path binary = Files.write(folder.resolve("binary.yaml"), new byte[] {(byte) 0xff, 0x00});
        assertThat(ConfigReader.file(folder.resolve("none.yaml"), NO_ENVIRONMENT).toString())
                .contains("no such file");
        assertThat(ConfigReader.file(binary, NO_ENVIRONMENT).toString()).contains("not UTF-8 text");
        assertThat(ConfigReader.file(folder, NO_ENVIRONMENT).toString()).contains("is a folder");
    }

    @Test
    void aMistakeRepeatsNoControlCharacterAndNoLongText() {
        assertThat(mistakes("server: {port: \"" + "x".repeat(500) + "\"}").getFirst())
                .hasSizeLessThan(160);
        assertThat(mistakes("server: {port: \"\\e[31m\"}").getFirst()).doesNotContain("\u001b");
    }

    private static Config good(String yaml) {
        Loaded loaded = read(yaml, NO_ENVIRONMENT);
        assertThat(loaded).isInstanceOf(Loaded.Good.class);
        return ((Loaded.Good) loaded).config();
    }

    private static List<String> mistakes(String yaml) {
        Loaded loaded = read(yaml, NO_ENVIRONMENT);
        assertThat(loaded).isInstanceOf(Loaded.Bad.class);
        return ((Loaded.Bad) loaded).mistakes().stream().map(Finding::toString).toList();
    }

    private static Loaded read(String yaml, Map<String, String> environment) {
        return ConfigReader.text("server.yaml", yaml, environment, Path.of(""));
    }
}
