package dev.cardea.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseRulesTest {
    @Test
    void isEmbeddedUnlessSomebodySaysOtherwise() {
        Loaded.Good loaded = (Loaded.Good) read("");
        assertThat(loaded.config().database().mode()).isEqualTo(Config.DatabaseMode.EMBEDDED);
        assertThat(loaded.config().database().folder()).isEqualTo(Path.of("data/postgres"));
        assertThat(loaded.config().database().connections()).isEqualTo(8);
    }

    @Test
    void anExternalOneNeedsItsAddressAndItsRole() {
        assertThat(mistakes("mode: external"))
                .containsExactly(
                        "server.yaml:1:1: database.user: an external database needs the role to"
                                + " work as",
                        "server.yaml:1:1: database.url: an external database needs its address;"
                                + " write postgresql://HOST:PORT/NAME");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "db",
                "postgresql://db",
                "postgresql://db/",
                "postgresql:///game",
                "postgresql://a,b/game",
                "postgresql://db/game/more",
                "postgresql://db/game#part",
                "mysql://db/game",
                "jdbc:postgresql://db/game"
            })
    void refusesWhatNamesNoHostAndDatabase(String url) {
        assertThat(external(url))
                .containsExactly(
                        "server.yaml:1:28: database.url: names no host and database; write"
                                + " postgresql://HOST:PORT/NAME");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://ann:hush@localhost/game",
                "postgresql://localhost/game?password=hush",
                "postgresql://localhost/game?ssl=true&user=ann",
                "postgresql://local host:hush/game"
            })
    void aPasswordInTheUrlIsRefusedAndNotShown(String url) {
        assertThat(external(url)).singleElement().asString().doesNotContain("hush");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            textBlock =
                    """
                    postgresql://localhost/game, true
                    postgresql://127.0.0.1:5433/game, true
                    postgresql://[::1]/game, true
                    postgresql://db.example/game, false
                    postgresql://db.example/game?sslmode=require, false
                    postgresql://db.example/game?sslmode=verify-full, true
                    postgresql://db.example/game?sslmode=verify-full&sslmode=disable, false
                    postgresql://db.example/game?connectTimeout=5&sslmode=verify-full, true
                    """)
    void anotherMachineHasToProveWhichItIs(String url, boolean good) {
        if (good) {
            assertThat(external(url)).isEmpty();
        } else {
            assertThat(external(url))
                    .singleElement()
                    .asString()
                    .contains("db.example is another machine")
                    .contains("add ?sslmode=verify-full");
        }
    }

    @Test
    void aClosedNetworkMayGoWithoutTls() {
        String yaml =
                """
                database: {mode: external, url: 'postgresql://db/game', user: u}
                security: {allow_insecure: true}
                """;
        assertThat(read(yaml)).isInstanceOf(Loaded.Good.class);
    }

    @Test
    void namesWhatHasNoEffect() {
        assertThat(mistakes("url: 'postgresql://localhost/game'"))
                .containsExactly(
                        "server.yaml:1:12: database.url: has no effect unless database.mode is"
                                + " external");
        assertThat(
                        mistakes(
                                "mode: external, url: 'postgresql://localhost/game', user: u,"
                                        + " migration_password: hush"))
                .singleElement()
                .asString()
                .endsWith(
                        "database.migration_password: has no effect without"
                                + " database.migration_user");
    }

    @Test
    void theEmbeddedOneNeedsAFolderAndHasAHundredConnections() {
        assertThat(mistakes("folder: ''"))
                .containsExactly(
                        "server.yaml:1:12: database.folder: name a folder, or set mode: none");
        assertThat(mistakes("connections: 91"))
                .containsExactly(
                        "server.yaml:1:12: database.connections: the embedded database takes at"
                                + " most 90");
        assertThat(mistakes("mode: none, folder: '', connections: 200")).isEmpty();
    }

    private static List<String> external(String url) {
        return mistakes("mode: external, url: '" + url + "', user: game");
    }

    private static List<String> mistakes(String section) {
        return switch (read("database: {" + section + "}")) {
            case Loaded.Good good -> List.of();
            case Loaded.Bad bad -> bad.mistakes().stream().map(Finding::toString).toList();
        };
    }

    private static Loaded read(String yaml) {
        return ConfigReader.text("server.yaml", yaml, Map.of(), Path.of(""));
    }
}
