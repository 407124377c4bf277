package dev.cardea.server.store.documents;

import dev.cardea.wire.Bytes;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The values of {@link dev.cardea.wire.Default}, which mean in documents what they mean on the
 * wire. Stateless.
 */
final class Fallback {
    private Fallback() {}

    /**
     * What a component is that is missing.
     *
     * @param text as declared
     * @throws IllegalArgumentException if that is no value of the component
     */
    static @Nullable Object of(RecordComponent component, String text, boolean nullable) {
        if (text.isEmpty() && nullable) {
            return null;
        }
        Class<?> type = component.getType();
        if (type.isEnum()) {
            Object constant = ScalarForms.constant(type, text);
            if (constant == null) {
                throw new IllegalArgumentException("no constant " + text);
            }
            return constant;
        }
        return switch (type.getSimpleName()) {
            case "String" -> text;
            case "Bytes" -> empty(text, Bytes.EMPTY);
            case "List" -> empty(text, List.of());
            case "Map" -> empty(text, Map.of());
            case "boolean", "Boolean" -> bool(text);
            default -> number(type.getSimpleName(), text.isEmpty() ? "0" : text);
        };
    }

    private static Object empty(String text, Object value) {
        if (!text.isEmpty()) {
            throw new IllegalArgumentException("only the empty one can be declared");
        }
        return value;
    }

    private static boolean bool(String text) {
        return switch (text) {
            case "", "false" -> false;
            case "true" -> true;
            default -> throw new IllegalArgumentException("true or false, not " + text);
        };
    }

    private static Object number(String type, String text) {
        return switch (type) {
            case "byte", "Byte" -> Byte.valueOf(text);
            case "short", "Short" -> Short.valueOf(text);
            case "int", "Integer" -> Integer.valueOf(text);
            case "long", "Long" -> Long.valueOf(text);
            case "float", "Float" -> Float.valueOf(text);
            case "double", "Double" -> Double.valueOf(text);
            default -> throw new IllegalArgumentException("such a component is @Nullable");
        };
    }
}
