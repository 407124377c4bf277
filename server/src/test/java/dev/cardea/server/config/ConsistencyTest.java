package dev.cardea.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsistencyTest {
    private static final Map<String, String> KEYS =
            Map.of("KEY", "q8Zr1vT0yKxw3nBd7LhJ2mPfEo5sUaGc");

    @TempDir private Path folder;

    @Test
    void aPublicAddressNeedsTlsRealKeysAndARealLogin() {
        assertThat(mistakes("server:\n  host: 0.0.0.0\n"))
                .containsExactly(
                        "server.yaml:2:3: server.host: 0.0.0.0 is reachable by other machines"
                                + " without TLS; use 127.0.0.1, or server.transport: wss, or behind"
                                + " a TLS proxy set security.allow_insecure: true",
                        "server.yaml:2:3: security.development_login: anyone could sign in under"
                                + " any name from other machines; set it to false and"
                                + " security.jwt.secret, or on a closed network set"
                                + " security.allow_insecure: true",
                        "server.yaml:2:3: security.session_keys: a server for other machines needs"
                                + " a key that outlives a restart; write session_keys:"
                                + " [file:session.key], made with openssl rand -base64 48");
    }

    @Test
    void namesTheLineOfTheDevelopmentLoginWhereItIsWritten() {
        assertThat(
                        mistakes(
                                """
                                listeners:
                                  - {host: "::", port: 1}
                                security:
                                  development_login: true
                                """))
                .anyMatch(m -> m.startsWith("server.yaml:2:6: listeners[0].host: :: is reachable"))
                .anyMatch(m -> m.startsWith("server.yaml:4:3: security.development_login: anyone"));
    }

    @Test
    void theAdminPortStaysOnLoopback() {
        assertThat(mistakes("admin: {host: 10.0.0.7}"))
                .containsExactly(
                        "server.yaml:1:9: admin.host: 10.0.0.7 is reachable by other machines and"
                                + " the admin port has no password; use 127.0.0.1, or on a closed"
                                + " network set security.allow_insecure: true");
    }

    @Test
    void allowInsecureTurnsTheseRulesOffAndIsNoted() {
        Loaded loaded =
                read(
                        "server: {host: 0.0.0.0}\n"
                                + "admin: {host: 0.0.0.0}\n"
                                + "security: {allow_insecure: true}");
        assertThat(((Loaded.Good) loaded).notes())
                .extracting(Finding::toString)
                .containsExactly(
                        "server.yaml:3:12: security.allow_insecure: the rules for public addresses"
                                + " are off");
    }

    @Test
    void aPublicAddressWithTlsKeysAndJwtIsFine() throws IOException {
        certificate("rw-------");
        assertThat(
                        read(
                                """
                                server: {host: 0.0.0.0, transport: wss}
                                listeners: [{transport: tls, host: 0.0.0.0}]
                                tls: {certificate: server.crt, key: server.pem}
                                security:
                                  development_login: false
                                  session_keys: ['${KEY}']
                                  jwt: {secret: '${KEY}', issuer: me, audience: game}
                                """))
                .isInstanceOf(Loaded.Good.class);
    }

    @Test
    void aPrivateKeyIsPrivate() throws IOException {
        certificate("rw-r--r--");
        assertThat(mistakes("tls: {certificate: server.crt, key: server.pem}"))
                .singleElement()
                .asString()
                .contains("tls.key: ")
                .contains("can be read by every user");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1", "LOCALHOST"})
    void knowsLoopback(String host) {
        assertThat(Hosts.loopback(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0.0.0.0", "::", "10.0.0.1", "localhost.example", "127.0.0.1.example", "*"})
    void takesEverythingElseForPublic(String host) {
        assertThat(Hosts.loopback(host)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    server: {transport: wss} | server.transport: needs tls.certificate and tls.key
                    listeners: [{transport: tls}] | listeners[0].transport: needs tls.certificate and tls.key
                    tls: {certificate: none} | tls.certificate: {}/none does not exist or cannot be read
                    security: {development_login: false} | security.development_login: nobody could sign in; set security.jwt.secret or keep development_login: true
                    security: {jwt: {issuer: a}} | security.jwt.issuer: has no effect without security.jwt.secret
                    security: {jwt: {audience: a}} | security.jwt.audience: has no effect without security.jwt.secret
                    admin: {port: 8080} | admin.port: 8080 is the port of server.port as well; give each its own
                    listeners: [{port: 1}, {port: 1}] | listeners[1].port: 1 is the port of listeners[0].port as well; give each its own
                    limits: {outbound: {low_mark: 1MiB}} | limits.outbound.low_mark: 1MiB must not be above high_mark, which is 64KiB
                    limits: {outbound: {high_mark: 1MiB}} | limits.outbound.high_mark: 1MiB must not be above queue, which is 256KiB
                    limits: {frame: {outbound: 1MiB}} | limits.frame.outbound: 1MiB must not be above queue, which is 256KiB
                    limits: {frame: {inbound: 1MiB}} | limits.frame.inbound: 1MiB must not be above limits.rate.byte_burst, which is 128KiB
                    limits: {frame: {inbound: 2KiB}} | limits.frame.hello: 4KiB must not be above inbound, which is 2KiB
                    limits: {stream: {ring: 2MiB, rings: 1MiB}} | limits.stream.ring: 2MiB must not be above rings, which is 1MiB
                    limits: {admission: {per_address: 10}} | limits.admission.unauthenticated_per_address: 64 must not be above per_address, which is 10
                    limits: {liveness: {idle_time: 6s}} | limits.liveness.idle_time: must be at least twice ping_interval, or a late ping ends a live connection
                    """)
    void refusesKeysThatDoNotFitTogether(String yaml, String mistake) {
        assertThat(mistakes(yaml))
                .singleElement()
                .asString()
                .endsWith(mistake.replace("{}", folder.toString()));
    }

    @Test
    void portZeroMayBeWrittenMoreThanOnce() {
        assertThat(read("server: {port: 0}\nadmin: {port: 0}\nlisteners: [{port: 0}]"))
                .isInstanceOf(Loaded.Good.class);
    }

    private void certificate(String keyMode) throws IOException {
        Files.writeString(folder.resolve("server.crt"), "a certificate");
        Path key = Files.writeString(folder.resolve("server.pem"), "a key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString(keyMode));
    }

    private Loaded read(String yaml) {
        return ConfigReader.text("server.yaml", yaml, KEYS, folder);
    }

    private List<String> mistakes(String yaml) {
        Loaded loaded = read(yaml);
        assertThat(loaded).isInstanceOf(Loaded.Bad.class);
        return ((Loaded.Bad) loaded).mistakes().stream().map(Finding::toString).toList();
    }
}
