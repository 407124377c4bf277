package dev.cardea.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EnvironmentTest {

    /** One key of each type. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CARDEA_SECURITY_RATE_LIMIT        | 5           | security: {rate_limit: %s}               | 6
                    CARDEA_SECURITY_DEVELOPMENT_LOGIN | true        | security: {development_login: %s}        | false
                    CARDEA_LOGGING_PATH               | a b: {c}    | logging: {path: '%s'}                    | d
                    CARDEA_LOGGING_LEVEL              | warn        | logging: {level: %s}                     | error
                    CARDEA_SERVER_DRAIN_TIME          | 5m          | server: {drain_time: %s}                 | 6s
                    CARDEA_LIMITS_RATE_BYTE_BURST     | 1MiB        | limits: {rate: {byte_burst: %s}}         | 2MiB
                    CARDEA_TLS_CERTIFICATE            | /dev/null   | tls: {certificate: %s}                   | /dev/zero
                    CARDEA_DATABASE_PASSWORD          | hush        | database: {password: %s}                 | hash
                    CARDEA_SECURITY_ORIGINS           | [a, b]      | security: {origins: %s}                  | [c]
                    CARDEA_LISTENERS                  | [{port: 1}] | 'listeners: %s'                          | [{port: 2}]
                    """)
    void comesBeforeTheFile(String variable, String value, String yaml, String other) {
        Loaded.Good file = (Loaded.Good) read(yaml.formatted(value), Map.of());
        Loaded.Good both = (Loaded.Good) read(yaml.formatted(other), Map.of(variable, value));
        assertThat(both.config()).isEqualTo(file.config());
        assertThat(read(yaml.formatted(other), Map.of())).isNotEqualTo(both);
    }

    @Test
    void theEnvironmentComesBeforeTheFile() {
        Map<String, String> environment =
                Map.of(
                        "CARDEA_SECURITY_RATE_LIMIT", "5",
                        "CARDEA_LISTENERS", "[{port: 1}, {port: 2}]",
                        "PATH", "/bin");
        Loaded.Good loaded = (Loaded.Good) read("security: {rate_limit: 9}\n", environment);
        assertThat(loaded.config().security().rateLimit()).isEqualTo(5);
        assertThat(loaded.config().listeners()).hasSize(2);
        assertThat(loaded.origins().of("security.rate_limit"))
                .hasToString("environment variable CARDEA_SECURITY_RATE_LIMIT");
    }

    @Test
    void namesTheVariableThatIsWrong() {
        Map<String, String> environment =
                Map.of(
                        "CARDEA_ADMIN_PORT",
                        "x",
                        "CARDEA_ADMIN_PROT",
                        "1",
                        "CARDEA_SEVER_PORT",
                        "1",
                        "CARDEA_LISTENERS",
                        "[{");
        assertThat(((Loaded.Bad) read("", environment)).mistakes())
                .extracting(Finding::toString)
                .containsExactlyInAnyOrder(
                        "environment variable CARDEA_ADMIN_PORT: admin.port: \"x\" is not a whole"
                                + " number; allowed: 0 to 65535",
                        "environment variable CARDEA_ADMIN_PROT: names no key; did you mean"
                                + " CARDEA_ADMIN_PORT?",
                        "environment variable CARDEA_SEVER_PORT: names no key; did you mean"
                                + " CARDEA_SERVER_PORT?",
                        "CARDEA_LISTENERS:1:3: listeners: not YAML: expected the node content, but"
                                + " found '<stream end>'");
    }

    @Test
    void leavesTheVariablesOfTheLauncherAndOfKubernetesAlone() {
        Map<String, String> environment =
                Map.of(
                        "CARDEA_JAVA_HOME", "/jdk",
                        "CARDEA_SERVICE_HOST", "10.0.0.1",
                        "CARDEA_SERVICE_PORT_GAME", "7777",
                        "CARDEA_PORT_7777_TCP_ADDR", "10.0.0.1",
                        "CARDEA_BLUE_PORT", "tcp://10.0.0.1:1");
        assertThat(read("", environment)).isInstanceOf(Loaded.Good.class);
    }

    @Test
    void everyKeyHasAVariableOfItsOwn() {
        List<String> variables =
                Setting.ROOT.leaves().filter(Setting::overridable).map(Setting::variable).toList();
        assertThat(variables).doesNotHaveDuplicates().hasSizeGreaterThan(40);
        assertThat(variables).allMatch(name -> Variables.meantForKeys(name, "1"));
    }

    @Test
    void replacesVariablesInsideOfValuesOnce() {
        Map<String, String> environment = Map.of("NAME", "${OTHER}", "PORT", "90");
        Loaded.Good loaded =
                (Loaded.Good)
                        read(
                                """
                                server: {port: '80${PORT}'}
                                logging: {path: 'a ${NAME} ${NONE:-b}'}
                                """,
                                environment);
        assertThat(loaded.config().server().port()).isEqualTo(8090);
        assertThat(loaded.config().logging().path()).isEqualTo("a ${OTHER} b");
    }

    private static Loaded read(String yaml, Map<String, String> environment) {
        return ConfigReader.text("server.yaml", yaml, environment, Path.of(""));
    }
}
