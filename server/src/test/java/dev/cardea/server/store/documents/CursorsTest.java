package dev.cardea.server.store.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.server.store.documents.Cursors.Place;
import dev.cardea.store.Cursor;
import dev.cardea.store.MalformedCursorException;
import dev.cardea.store.Query;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CursorsTest {
    private static final List<String> SUBJECT = Cursors.of(Hero.TYPE, Query.all("guild"));

    @Test
    void findsThePlaceAgain() {
        for (String text : List.of("", "owls", "a\"b\\c", "\uD83D\uDC09", "\u0001\n")) {
            Place place = new Place(text, "", "k \u00e9");
            assertThat(Cursors.place(SUBJECT, Cursors.cursor(SUBJECT, place))).isEqualTo(place);
        }
    }

    @Test
    void fitsItsBoundWithTheLongestOfEverything() {
        List<String> subject = List.of("query", "t".repeat(32), "i".repeat(32), "DESCENDING");
        Place place = new Place("\u0001".repeat(128), "\u20ac".repeat(64), "\u20ac".repeat(64));
        assertThat(Cursors.place(subject, Cursors.cursor(subject, place))).isEqualTo(place);
    }

    @Test
    void refusesTheCursorOfAnotherQuery() {
        Cursor cursor = Cursors.cursor(SUBJECT, new Place("owls", "ann", "main"));
        for (List<String> other :
                List.of(
                        Cursors.of(Hero.TYPE, Query.all("level")),
                        Cursors.of(Hero.TYPE, Query.all("guild").descending()),
                        Cursors.ofList(Hero.TYPE, "ann"))) {
            assertThatThrownBy(() -> Cursors.place(other, cursor))
                    .isInstanceOf(MalformedCursorException.class)
                    .hasMessage("cursor: of another query");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "%%%",
                "' or 1=1 --",
                "bnVsbA",
                "W10",
                "WzFd",
                "e30",
                "\0",
                "\uD83D",
            })
    void refusesWhatNoOneHandedOut(String text) {
        assertThatThrownBy(() -> Cursors.place(SUBJECT, new Cursor(text)))
                .isInstanceOf(MalformedCursorException.class);
    }

    @Test
    void refusesPlacesThatNoDocumentHas() {
        for (String place :
                List.of(
                        "\"a\\u0000\",\"ann\",\"main\"",
                        "\"\\ud83d\",\"ann\",\"main\"",
                        "\"a\",\"ann\\u0000\",\"main\"",
                        "\"a\",\"ann\",\"\"",
                        "\"a\",\"ann\",\"\\ud83d\"",
                        "1,\"ann\"",
                        "\"a\",\"ann\",\"" + "k".repeat(65) + "\"")) {
            String json = "[\"query\",\"hero\",\"guild\",\"ASCENDING\"," + place + "]";
            String text =
                    Base64.getUrlEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
            assertThatThrownBy(() -> Cursors.place(SUBJECT, new Cursor(text)))
                    .as(json)
                    .isInstanceOf(MalformedCursorException.class);
        }
    }

    @Test
    void refusesTextLongerThanAnyCursor() {
        assertThatThrownBy(() -> new Cursor("a".repeat(Cursor.CHARS_MAX + 1)))
                .isInstanceOf(MalformedCursorException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1.5", "9223372036854775808", "seven"})
    void refusesPlacesInNumbersThatAreNone(String value) {
        assertThatThrownBy(() -> Cursors.number(new Place(value, "", "k")))
                .isInstanceOf(MalformedCursorException.class);
    }
}
