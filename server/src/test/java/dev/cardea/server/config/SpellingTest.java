package dev.cardea.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final List<String> NAMES =
            List.of("rate_limit", "max_connections", "host", "port");

    @ParameterizedTest
    @CsvSource({
        "rate_limt, rate_limit",
        "ratelimit, rate_limit",
        "Rate-Limit, rate_limit",
        "max_conections, max_connections",
        "hots, host",
        "prot, port"
    })
    void findsTheNameThatWasMeant(String written, String meant) {
        assertThat(Spelling.suggestion(written, NAMES)).isEqualTo("; did you mean " + meant + "?");
    }

    @Test
    void suggestsNothingFarAway() {
        assertThat(Spelling.suggestion("password", NAMES)).isEmpty();
        assertThat(Spelling.suggestion("", NAMES)).isEmpty();
        assertThat(Spelling.suggestion("x".repeat(100_000), NAMES)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"'', '', 0", "a, '', 1", "kitten, sitting, 3", "ab, ba, 1", "abc, abc, 0"})
    void countsTheLeastChanges(String a, String b, int changes) {
        assertThat(Spelling.distance(a, b)).isEqualTo(changes);
    }
}
