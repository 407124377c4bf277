package dev.cardea.wire;

import dev.cardea.wire.ValueType.Named;
import dev.cardea.wire.ValueType.Sort;
import io.netty.buffer.ByteBufUtil;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The values of {@link Default}: from the declaration to JSON, and from there to Java. */
final class Fallbacks {
    private static final int SAFE_BITS = 53;

    private Fallbacks() {}

    /**
     * What {@code text} declares.
     *
     * @param constantsOf the names of an enum of the schema
     * @throws IllegalArgumentException saying what is wrong
     */
    static Json parse(
            String text,
            ValueType type,
            boolean optional,
            Function<String, List<String>> constantsOf) {
        if (text.isEmpty() && optional) {
            return new Json.Nothing();
        }
        return switch (type) {
            case ValueType.Bool() -> bool(text);
            case ValueType.Int integer -> integer(text, integer);
            case ValueType.Real(int bits, boolean _) -> real(text, bits);
            case ValueType.Quantized quantized -> quantized(text, quantized);
            case ValueType.Text(int bytesMax) -> bounded(text, bytesMax);
            case ValueType.Blob _ -> empty(text, new Json.Text(""));
            case ValueType.Items _ -> empty(text, new Json.Items(List.of()));
            case Named(Sort sort, String name) when sort == Sort.ENUM ->
                    constant(text, constantsOf.apply(name));
            case Named _ -> throw new IllegalArgumentException("such a component is @Nullable");
        };
    }

    private static Json bool(String text) {
        return switch (text) {
            case "", "false" -> new Json.Bool(false);
            case "true" -> new Json.Bool(true);
            default -> throw new IllegalArgumentException("true or false, not " + text);
        };
    }

    private static Json integer(String text, ValueType.Int type) {
        BigInteger value = text.isEmpty() ? BigInteger.ZERO : new BigInteger(text);
        boolean fits = value.bitLength() < type.bits();
        boolean safe = type.bits() < 64 || type.big() || value.abs().bitLength() <= SAFE_BITS;
        if (!fits || !safe) {
            throw new IllegalArgumentException(text + " is out of range");
        }
        return type.big() ? new Json.Text(value.toString()) : new Json.Num(value.toString());
    }

    private static Json real(String text, int bits) {
        double value = text.isEmpty() ? 0 : new BigDecimal(text).doubleValue();
        return Json.of(bits == 32 ? (double) (float) value : value);
    }

    private static Json quantized(String text, ValueType.Quantized type) {
        double value = text.isEmpty() ? 0 : new BigDecimal(text).doubleValue();
        if (value < type.min() || value > type.max()) {
            throw new IllegalArgumentException(value + " is not between min and max");
        }
        return Json.of(value);
    }

    private static Json bounded(String text, int bytesMax) {
        if (ByteBufUtil.utf8Bytes(text) > bytesMax) {
            throw new IllegalArgumentException("longer than " + bytesMax + " bytes");
        }
        return new Json.Text(text);
    }

    private static Json empty(String text, Json value) {
        if (!text.isEmpty()) {
            throw new IllegalArgumentException("only the empty one can be declared");
        }
        return value;
    }

    private static Json constant(String text, List<String> constants) {
        if (!constants.contains(text)) {
            throw new IllegalArgumentException("one of " + constants);
        }
        return new Json.Text(text);
    }

    /** The value that a component of the Java type {@code raw} gets. */
    static @Nullable Object value(Json json, Class<?> raw) {
        return switch (json) {
            case Json.Nothing() -> null;
            case Json.Bool(boolean value) -> value;
            case Json.Num number -> number(new BigDecimal(number.literal()), raw);
            case Json.Text(String text) when raw.isEnum() -> constant(raw, text);
            case Json.Text(String text) when raw == Bytes.class -> Bytes.EMPTY;
            case Json.Text(String text) when raw == String.class -> text;
            case Json.Text(String text) -> Long.valueOf(text);
            case Json.Items _ -> List.of();
            case Json.Fields _ -> throw new IllegalStateException("no record has a default");
        };
    }

    private static Object number(BigDecimal number, Class<?> raw) {
        return switch (raw.getSimpleName()) {
            case "byte", "Byte" -> number.byteValueExact();
            case "short", "Short" -> number.shortValueExact();
            case "int", "Integer" -> number.intValueExact();
            case "long", "Long" -> number.longValueExact();
            case "float", "Float" -> number.floatValue();
            default -> number.doubleValue();
        };
    }

    private static Object constant(Class<?> enumeration, String name) {
        for (Object constant : enumeration.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        throw new IllegalStateException("checked before");
    }
}
