package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "false",
                "-0",
                "12.5e-3",
                "\"\"",
                "\"a\\\"\\\\\\n\\r\\t\\u0001é\"",
                "{\"a\":[1,{\"b\":null}],\"c\":\"d\"}"
            })
    void printsWhatItRead(String text) {
        assertThat(Json.print(Json.parse(text))).isEqualTo(text);
        assertThat(Json.parse(Json.printPretty(Json.parse(text)))).isEqualTo(Json.parse(text));
    }

    @Test
    void readsEverySpelling() {
        assertThat(Json.parse(" \t\r\n[ \"\\/\\b\\f\\u00e9\\ud83d\\ude00\" , 1E+2 ] "))
                .isEqualTo(
                        new Json.Items(List.of(new Json.Text("/\b\fé😀"), new Json.Num("1E+2"))));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "[",
                "[1",
                "[1,",
                "[1,]",
                "{\"a\"",
                "{\"a\":",
                "{\"a\":1,}",
                "{a:1}",
                "{\"a\":1,\"a\":2}",
                "\"",
                "\"\\x\"",
                "\"\\u00g0\"",
                "\"\\u00",
                "\"\n\"",
                "01",
                "+1",
                ".5",
                "1.",
                "--1",
                "NaN",
                "tru",
                "nulll",
                "1 2",
                "[1 2]",
                "\u00a0 1"
            })
    void refusesWhatIsNoJson(String text) {
        assertThatThrownBy(() -> Json.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsNestedTooDeep() {
        assertThat(Json.parse("[".repeat(64) + "]".repeat(64))).isNotNull();
        assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("64 levels");
    }

    @Test
    void numbersHaveTheirShortestForm() {
        Map<Double, String> forms =
                Map.of(
                        0.0,
                        "0",
                        -0.0,
                        "-0",
                        1.0,
                        "1",
                        -512.0,
                        "-512",
                        0.01,
                        "0.01",
                        1e20,
                        "100000000000000000000",
                        1e-4,
                        "0.0001",
                        1e-7,
                        "1.0E-7",
                        0.1f + 0.0,
                        "0.10000000149011612");

        forms.forEach((value, form) -> assertThat(Json.of(value).literal()).isEqualTo(form));
    }

    @Test
    void longListsAreBrokenIntoLines() {
        Json words =
                new Json.Items(
                        List.of(new Json.Text("x".repeat(60)), new Json.Text("y".repeat(60))));

        assertThat(Json.printPretty(words).lines()).hasSize(4);
    }
}
