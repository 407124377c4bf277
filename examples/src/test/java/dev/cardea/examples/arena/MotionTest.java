package dev.cardea.examples.arena;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.examples.arena.Motion.Thrust;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How ships move; motion-cases.txt says the same to the page's test, motion.test.js. */
class MotionTest {
    private static final double STEP_MAX = 17;

    private static List<String> cases() throws IOException {
        try (InputStream in = MotionTest.class.getResourceAsStream("motion-cases.txt")) {
            byte[] text = Objects.requireNonNull(in).readAllBytes();
            return new String(text, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    private static Ship ship(double x, double y, double vx, double vy) {
        return new Ship(x, y, vx, vy, 0, Ship.HULL, 0, "", false);
    }

    @Test
    void fliesAsTheFileSays() throws IOException {
        List<String> flights = cases().stream().filter(line -> line.contains("->")).toList();
        assertThat(flights).hasSizeGreaterThan(30);
        assertThat(flights.stream().map(MotionTest::flown)).containsExactlyElementsOf(flights);
    }

    /** {@code start: legs -> end} with the end that the flight has here. */
    private static String flown(String line) {
        String flight = line.substring(0, line.indexOf(" ->"));
        String[] parts = flight.split(": ", 2);
        double[] at = numbers(parts[0]);
        Ship ship = ship(at[0], at[1], at[2], at[3]);
        for (String leg : parts[1].split(", ", -1)) {
            double[] way = numbers(leg);
            for (int step = 0; step < way[2]; step++) {
                ship = Motion.step(ship, new Thrust((int) way[0], (int) way[1]));
            }
        }
        return flight
                + Stream.of(ship.x(), ship.y(), ship.vx(), ship.vy())
                        .map(MotionTest::text)
                        .collect(Collectors.joining(" ", " -> ", ""));
    }

    private static double[] numbers(String text) {
        return Stream.of(text.split(" ", -1)).mapToDouble(Double::parseDouble).toArray();
    }

    private static String text(double number) {
        return number == Math.rint(number) ? Long.toString((long) number) : "" + number;
    }

    @Test
    void theWorldIsTheOneOfTheFile() throws IOException {
        Stream<String> constants =
                Stream.of(
                        "world " + Motion.WIDTH + ' ' + Motion.HEIGHT,
                        "rate " + Motion.RATE,
                        "radius " + text(Motion.RADIUS),
                        "shot " + text(Shot.STEP));
        Stream<String> pillars =
                Pillar.ALL.stream()
                        .map(each -> Stream.of(each.x(), each.y(), each.radius()))
                        .map(all -> all.map(MotionTest::text).collect(Collectors.joining(" ")))
                        .map(numbers -> "pillar " + numbers);
        assertThat(Stream.concat(constants, pillars).toList())
                .isEqualTo(cases().stream().filter(line -> !line.contains("->")).toList());
    }

    @Test
    void speedsUpToItsFullSpeedAndRestsWithoutThrust() {
        Ship ship = ship(100, 100, 0, 0);
        for (int step = 0; step < 60; step++) {
            ship = Motion.step(ship, new Thrust(100, 0));
        }
        assertThat(ship.vx()).isBetween(330.0, 340.0);
        for (int step = 0; step < 60; step++) {
            ship = Motion.step(ship, Thrust.NONE);
        }
        assertThat(ship).isEqualTo(Motion.step(ship, Thrust.NONE));
    }

    @Test
    void isNoFasterAcross() {
        Ship ship = ship(100, 700, 0, 0);
        for (int step = 0; step < 30; step++) {
            Ship next = Motion.step(ship, new Thrust(127, -128));
            assertThat(Math.hypot(next.x() - ship.x(), next.y() - ship.y()))
                    .isLessThanOrEqualTo(STEP_MAX + Motion.GRID);
            ship = next;
        }
    }

    @Test
    void aWreckDoesNotMove() {
        Ship wreck = new Ship(100, 100, 50, 50, 0, (byte) 0, 3, "", false);
        assertThat(Motion.step(wreck, new Thrust(100, 100))).isEqualTo(wreck);
    }

    @Test
    void slidesAlongPillarsAndStopsAtTheEdge() {
        Pillar pillar = Pillar.ALL.getFirst();
        Ship ship = ship(pillar.x() - 300, pillar.y() + 5, 0, 0);
        for (int step = 0; step < 100; step++) {
            ship = Motion.step(ship, new Thrust(100, 0));
            assertThat(pillar.holds(ship.x(), ship.y(), Motion.RADIUS - Motion.GRID)).isFalse();
        }
        assertThat(ship.x()).as("it came past").isGreaterThan(pillar.x());
        for (int step = 0; step < 400; step++) {
            ship = Motion.step(ship, new Thrust(0, -100));
        }
        assertThat(ship.y()).isEqualTo(Motion.RADIUS);
        assertThat(ship.vy()).isZero();
    }
}
