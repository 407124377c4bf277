package dev.cardea.server.store.documents;

import dev.cardea.wire.Bytes;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The forms of what has no parts. Stateless. */
final class ScalarForms {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private static final Form BOOLEAN =
            new Scalar(
                    value -> JSON.booleanNode((Boolean) value),
                    json -> json.isBoolean() ? json.booleanValue() : null,
                    "true or false");
    private static final Form STRING =
            new Scalar(
                    value -> JSON.stringNode(PlainText.stored((String) value)),
                    json -> json.isString() ? json.stringValue() : null,
                    "a text");
    private static final Form BYTES =
            new Scalar(
                    value ->
                            JSON.stringNode(
                                    Base64.getEncoder().encodeToString(((Bytes) value).toArray())),
                    ScalarForms::bytes,
                    "bytes in base64");
    private static final Form DOUBLE =
            new Scalar(
                    value -> decimal(finite((Double) value), value),
                    json -> json.isNumber() ? finite(json.decimalValue().doubleValue()) : null,
                    "a number");
    private static final Form FLOAT =
            new Scalar(
                    value -> decimal(finite((Float) value), value),
                    json ->
                            json.isNumber()
                                    ? (Object) (float) finite(json.decimalValue().floatValue())
                                    : null,
                    "a number");

    private static final Map<Class<?>, Form> FORMS =
            Map.ofEntries(
                    Map.entry(boolean.class, BOOLEAN),
                    Map.entry(Boolean.class, BOOLEAN),
                    Map.entry(byte.class, integer(8, BigInteger::byteValueExact)),
                    Map.entry(Byte.class, integer(8, BigInteger::byteValueExact)),
                    Map.entry(short.class, integer(16, BigInteger::shortValueExact)),
                    Map.entry(Short.class, integer(16, BigInteger::shortValueExact)),
                    Map.entry(int.class, integer(32, BigInteger::intValueExact)),
                    Map.entry(Integer.class, integer(32, BigInteger::intValueExact)),
                    Map.entry(long.class, integer(64, BigInteger::longValueExact)),
                    Map.entry(Long.class, integer(64, BigInteger::longValueExact)),
                    Map.entry(float.class, FLOAT),
                    Map.entry(Float.class, FLOAT),
                    Map.entry(double.class, DOUBLE),
                    Map.entry(Double.class, DOUBLE),
                    Map.entry(String.class, STRING),
                    Map.entry(Bytes.class, BYTES));

    private ScalarForms() {}

    /** The form of {@code type}; null if that is no scalar. */
    static @Nullable Form of(Class<?> type) {
        return type.isEnum() ? constant(type) : FORMS.get(type);
    }

    /**
     * By two functions; {@code reading} says null to what is no such value, which is {@code what}.
     */
    private record Scalar(
            Function<Object, JsonNode> writing,
            Function<JsonNode, @Nullable Object> reading,
            String what)
            implements Form {
        @Override
        public JsonNode write(Object value, int depth) {
            return writing.apply(value);
        }

        @Override
        public Object read(JsonNode json, int depth) {
            Object value = reading.apply(json);
            if (value == null) {
                throw new UnfitException("not " + what);
            }
            return value;
        }
    }

    private static Form integer(int bits, Function<BigInteger, Object> narrowed) {
        return new Scalar(
                value -> JSON.numberNode(((Number) value).longValue()),
                json -> {
                    boolean fits =
                            json.isIntegralNumber() && json.bigIntegerValue().bitLength() < bits;
                    return fits ? narrowed.apply(json.bigIntegerValue()) : null;
                },
                "a whole number of " + bits + " bits");
    }

    private static Form constant(Class<?> type) {
        return new Scalar(
                value -> JSON.stringNode(((Enum<?>) value).name()),
                json -> json.isString() ? constant(type, json.stringValue()) : null,
                "a constant of " + type.getSimpleName());
    }

    /** The constant of that name; null if there is none. */
    static @Nullable Object constant(Class<?> type, String name) {
        for (Object constant : type.getEnumConstants()) {
            if (((Enum<?>) constant).name().equals(name)) {
                return constant;
            }
        }
        return null;
    }

    private static @Nullable Object bytes(JsonNode json) {
        if (!json.isString()) {
            return null;
        }
        try {
            return Bytes.copyOf(Base64.getDecoder().decode(json.stringValue()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /**
     * In decimal digits, the fewest that tell it from its neighbours, all of them written out as
     * PostgreSQL does: a document's size is then what reading it will cost.
     */
    private static JsonNode decimal(double checked, Object value) {
        return checked == 0
                ? JSON.numberNode(0)
                : JSON.numberNode(new BigDecimal(value.toString()));
    }

    private static double finite(double value) {
        if (!Double.isFinite(value)) {
            throw new UnfitException(value + ", which JSON cannot hold");
        }
        return value;
    }
}
