package dev.cardea.server.config;

import org.jspecify.annotations.Nullable;

/** The range of a key's value, both ends included. Immutable. */
record Bounds<T extends Comparable<T>>(@Nullable T min, @Nullable T max) {

    /** Reads an end of a range. */
    interface End<T> {
        T read(String text) throws WrongValueException;
    }

    static <T extends Comparable<T>> Bounds<T> of(Key key, End<T> end) throws WrongValueException {
        return new Bounds<>(
                key.min().isEmpty() ? null : end.read(key.min()),
                key.max().isEmpty() ? null : end.read(key.max()));
    }

    /** Refuses a value outside of the range. {@code allowed} says what would be inside. */
    void check(T value, Written written, String allowed) throws WrongValueException {
        if (min != null && value.compareTo(min) < 0) {
            throw new WrongValueException(written.text() + " is too low; allowed: " + allowed);
        }
        if (max != null && value.compareTo(max) > 0) {
            throw new WrongValueException(written.text() + " is too high; allowed: " + allowed);
        }
    }

    /** The range in words: {@code 1 to 10}, {@code at least 1s}. */
    static String describe(Key key) {
        if (key.min().isEmpty()) {
            return key.max().isEmpty() ? "any" : "at most " + key.max();
        }
        return key.max().isEmpty() ? "at least " + key.min() : key.min() + " to " + key.max();
    }
}
