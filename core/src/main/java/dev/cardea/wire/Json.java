package dev.cardea.wire;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A JSON value (RFC 8259), for schemas and debugging. Immutable. */
sealed interface Json {
    record Text(String value) implements Json {}

    /**
     * A number.
     *
     * @param literal as it is printed
     */
    record Num(String literal) implements Json {
        double value() {
            return Double.parseDouble(literal);
        }

        int intValue() {
            return new BigDecimal(literal).intValueExact();
        }
    }

    record Bool(boolean value) implements Json {}

    record Nothing() implements Json {}

    record Items(List<Json> items) implements Json {}

    /** Members in the order in which they are printed. */
    record Fields(Map<String, Json> fields) implements Json {
        /** An object under construction. Confined to its method. */
        static final class Builder {
            private final Map<String, Json> fields = new LinkedHashMap<>();

            Builder put(String name, Json value) {
                fields.put(name, value);
                return this;
            }

            Builder put(String name, String value) {
                return put(name, new Text(value));
            }

            Builder put(String name, long value) {
                return put(name, of(value));
            }

            Builder putIf(boolean condition, String name) {
                return condition ? put(name, new Bool(true)) : this;
            }

            Fields build() {
                return new Fields(fields);
            }
        }
    }

    static Num of(long value) {
        return new Num(Long.toString(value));
    }

    /** A finite number, in its shortest form. */
    static Num of(double value) {
        if (value == 0) {
            return new Num(1 / value < 0 ? "-0" : "0");
        }
        double size = Math.abs(value);
        if (size < 1e-6 || size >= 1e21) {
            return new Num(Double.toString(value));
        }
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        return new Num(decimal.toPlainString());
    }

    /** Without spaces. */
    static String print(Json value) {
        return new JsonPrinter(false).print(value);
    }

    /** In lines of at most about a hundred columns. */
    static String printPretty(Json value) {
        return new JsonPrinter(true).print(value) + "\n";
    }

    /**
     * Reads one value.
     *
     * @throws IllegalArgumentException if {@code text} is no JSON, or nested deeper than 64
     */
    static Json parse(String text) {
        return new JsonParser(text).parse();
    }
}
