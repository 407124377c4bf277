package dev.cardea.server.admin;

import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * One number of the running server. Immutable; the number is read from any thread.
 *
 * @param name dotted, without unit prefix or {@code total}: {@code messages.in}
 * @param about what it counts, in one line
 * @param kind whether it only grows
 * @param tags names and values by turns, from a fixed set each: never a player or a room
 * @param value reads it
 */
public record Measure(
        String name, String about, Kind kind, List<String> tags, DoubleSupplier value) {

    /** How a number moves. */
    public enum Kind {
        /** Only upwards, from zero at the start. */
        COUNTER,
        /** Both ways. */
        GAUGE
    }

    /** A number that only grows. */
    public static Measure counter(String name, String about, DoubleSupplier value, String... tags) {
        return new Measure(name, about, Kind.COUNTER, List.of(tags), value);
    }

    /** A number that goes up and down. */
    public static Measure gauge(String name, String about, DoubleSupplier value, String... tags) {
        return new Measure(name, about, Kind.GAUGE, List.of(tags), value);
    }
}
