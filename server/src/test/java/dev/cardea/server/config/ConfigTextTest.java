package dev.cardea.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigTextTest {

    @Test
    void everyDefaultIsPrintedAsItIsDocumented() {
        String printed =
                ConfigText.of(
                        ((Loaded.Good) ConfigReader.defaults(Map.of())).config(), Origins.NONE);
        List<String> lines = printed.lines().map(String::strip).toList();
        Setting.ROOT
                .leaves()
                .filter(leaf -> leaf instanceof Setting.Value && leaf.overridable())
                .filter(leaf -> !leaf.key().byDefault().isEmpty())
                .forEach(
                        leaf ->
                                assertThat(lines)
                                        .contains(leaf.name() + ": " + leaf.key().byDefault()));
    }

    @Test
    void whatIsPrintedReadsBackAsTheSameConfiguration() {
        Loaded.Good loaded =
                read(
                        """
                        server: {host: "::1", port: 9, drain_time: 90s}
                        listeners: [{port: 1}, {transport: ws, host: localhost, port: 2}]
                        logging: {path: 'a "quoted\\ name: # x', max_size: 1536KiB}
                        database: {user: 'null', migration_user: '~'}
                        """);
        Loaded.Good again = read(ConfigText.of(loaded.config(), loaded.origins()));
        assertThat(again.config()).isEqualTo(loaded.config());
    }

    @Test
    void saysWhereAValueCameFrom() {
        Loaded.Good loaded = read("security:\n  rate_limit: 7\n");
        assertThat(ConfigText.of(loaded.config(), loaded.origins()))
                .contains("  rate_limit: 7  # server.yaml:2:3\n")
                .contains("  max_connections: 10000\n");
    }

    @Test
    void fitsATerminalOfEightyColumns() {
        Loaded.Good loaded = read("");
        assertThat(ConfigText.of(loaded.config(), loaded.origins()).lines())
                .allMatch(line -> line.length() <= 80);
    }

    private static Loaded.Good read(String yaml) {
        Loaded loaded = ConfigReader.text("server.yaml", yaml, Map.of(), Path.of(""));
        assertThat(loaded).isInstanceOf(Loaded.Good.class);
        return (Loaded.Good) loaded;
    }
}
