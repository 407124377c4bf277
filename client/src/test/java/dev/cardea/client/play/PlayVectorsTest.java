package dev.cardea.client.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Goal: the pieces do what those of the JavaScript client do; method: vectors that both read, see
 * the head of {@code vectors/play.txt}.
 */
class PlayVectorsTest {
    private static final String FILE = "/vectors/play.txt";
    private static final double BY = 1e-6;
    private static final double NANOS_PER_MILLI = 1e6;

    /** A row: a place and an angle. */
    private record Place(double x, double y, double angle) {
        Place plus(Place by) {
            return new Place(x + by.x, y + by.y, angle + by.angle);
        }

        static Place mix(Place from, Place to, double fraction) {
            return new Place(
                    Motion.line(from.x, to.x, fraction),
                    Motion.line(from.y, to.y, fraction),
                    Motion.turn(from.angle, to.angle, fraction));
        }
    }

    @TestFactory
    List<DynamicTest> piecesDoWhatTheVectorsSay() throws IOException {
        List<DynamicTest> tests =
                Stream.of(text().replaceAll("(?m)^#.*\n", "").split("(?m)^case "))
                        .filter(each -> !each.isBlank())
                        .map(PlayVectorsTest::test)
                        .toList();
        for (String piece : List.of("clock", "interpolation", "prediction")) {
            assertThat(tests).anyMatch(test -> test.getDisplayName().startsWith(piece));
        }
        return tests;
    }

    private static String text() throws IOException {
        try (InputStream in = PlayVectorsTest.class.getResourceAsStream(FILE)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static DynamicTest test(String text) {
        List<String> lines = text.lines().toList();
        return DynamicTest.dynamicTest(
                lines.getFirst(),
                () -> {
                    Scene scene = new Scene();
                    lines.stream().skip(1).filter(line -> !line.isBlank()).forEach(scene::run);
                });
    }

    /** The pieces of one case. */
    private static final class Scene {
        private final Map<Long, Place> rows = new TreeMap<>();
        private final Interpolation<Place> shown = new Interpolation<>(Motion.of(Place::mix));
        private @Nullable TickClock clock;
        private @Nullable Prediction<Place, Place> prediction;

        void run(String line) {
            String[] words = line.split(" ");
            double[] numbers =
                    Stream.of(words)
                            .skip(1)
                            .filter(word -> !word.equals("none"))
                            .mapToDouble(Double::parseDouble)
                            .toArray();
            run(line, words[0], numbers);
        }

        private void run(String line, String command, double... it) {
            switch (command) {
                case "clock" -> clock = new TickClock((int) it[0]);
                case "told" -> clock().told((long) it[0], nanos(it[1]));
                case "tick" ->
                        assertThat(clock().tickAt(nanos(it[0])))
                                .as(line)
                                .isCloseTo(it[1], within(BY));
                case "say" -> {
                    rows.put((long) it[1], place(2, it));
                    tell((long) it[0]);
                }
                case "remove" -> {
                    rows.remove((long) it[1]);
                    tell((long) it[0]);
                }
                case "at" -> near(line, shown.at((long) it[1], it[0]), 2, it);
                case "predict" -> prediction = prediction(it[0], it[1]);
                case "input" -> prediction().input((long) it[0], place(1, it));
                case "confirm" -> prediction().confirm(place(1, it), (long) it[0]);
                case "state" -> near(line, prediction().state(), 0, it);
                case "visible" -> near(line, prediction().visible(nanos(it[0])), 1, it);
                case "pending" ->
                        assertThat(prediction().pending()).as(line).isEqualTo((int) it[0]);
                case "reset" -> prediction().reset();
                default -> throw new AssertionError(line);
            }
        }

        private void tell(long tick) {
            shown.told(tick, visitor -> rows.forEach(visitor::visit));
        }

        private TickClock clock() {
            return Objects.requireNonNull(clock);
        }

        private Prediction<Place, Place> prediction() {
            return Objects.requireNonNull(prediction);
        }

        /** JavaScript's snaps over the distance of the fields that are no angles; 0: never. */
        private static Prediction<Place, Place> prediction(double easeMillis, double distance) {
            Motion<Place> glides = Motion.of(Place::mix);
            Motion<Place> motion =
                    distance == 0
                            ? glides
                            : glides.snap(
                                    (from, to) ->
                                            Math.hypot(from.x - to.x, from.y - to.y) > distance);
            return new Prediction<>(motion, Place::plus, Duration.ofMillis((long) easeMillis));
        }

        private static long nanos(double millis) {
            return Math.round(millis * NANOS_PER_MILLI);
        }

        private static Place place(int from, double... it) {
            return new Place(it[from], it[from + 1], it[from + 2]);
        }

        private static void near(String line, Optional<Place> actual, int from, double... it) {
            if (it.length == from) {
                assertThat(actual).as(line).isEmpty();
                return;
            }
            Place expected = place(from, it);
            Place place = actual.orElseThrow(() -> new AssertionError(line));
            assertThat(place.x).as(line).isCloseTo(expected.x, within(BY));
            assertThat(place.y).as(line).isCloseTo(expected.y, within(BY));
            assertThat(place.angle).as(line).isCloseTo(expected.angle, within(BY));
        }
    }
}
