package dev.cardea.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DemoLineTest {
    @Test
    void runsAHundredBotsUnlessSaidOtherwise() {
        assertThat(read("start")).isEqualTo(new DemoLine.Run(100, List.of("start")));
        assertThat(read("start", "--bots=0")).isEqualTo(new DemoLine.Run(0, List.of("start")));
        assertThat(read("start", "--bots=200", "-c", "a.yaml"))
                .isEqualTo(new DemoLine.Run(200, List.of("start", "-c", "a.yaml")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--bots=", "--bots=x", "--bots=-1", "--bots=201", "--bots=1e9"})
    void refusesWhatIsNoNumberOfBots(String argument) {
        assertThat(read("start", argument))
                .isEqualTo(new DemoLine.Wrong(argument + ": the bots are 0 to 200"));
    }

    @Test
    void explainsItself() {
        assertThat(read("start", "--bots=x", "--help")).isEqualTo(new DemoLine.Help());
        assertThat(read("start", "-h")).isEqualTo(new DemoLine.Help());
        assertThat(DemoLine.HELP).contains("--bots=N", "0 to 200, 100 unless said");
        assertThat(DemoLine.HELP.lines()).allMatch(line -> line.length() <= 80);
    }

    private static DemoLine read(String... arguments) {
        return DemoLine.read(List.of(arguments));
    }
}
