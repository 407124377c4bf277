package dev.cardea.server.store.documents;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Finds the forms of Java types; a record may hold records of its own kind. Confined to a mapping.
 */
final class Forms {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private final Map<Class<?>, RecordForm> records = new HashMap<>();

    /**
     * The form of a type.
     *
     * @throws IllegalArgumentException if documents cannot hold it
     */
    Form of(Type type) {
        return switch (type) {
            case Class<?> plain when plain.isRecord() -> record(plain);
            case Class<?> plain -> scalar(plain);
            case ParameterizedType generic -> generic(generic);
            default -> throw unknown(type);
        };
    }

    /** The form of a record. */
    RecordForm record(Class<?> type) {
        RecordForm known = records.get(type);
        if (known == null) {
            known = new RecordForm(type);
            records.put(type, known);
            known.fill(this);
        }
        return known;
    }

    private static Form scalar(Class<?> type) {
        @Nullable Form form = ScalarForms.of(type);
        if (form == null) {
            throw unknown(type);
        }
        return form;
    }

    private Form generic(ParameterizedType type) {
        Type[] arguments = type.getActualTypeArguments();
        if (type.getRawType() == List.class) {
            return new Items(of(arguments[0]));
        }
        if (type.getRawType() == Map.class && arguments[0] == String.class) {
            return new Entries(of(arguments[1]));
        }
        throw unknown(type);
    }

    private static IllegalArgumentException unknown(Type type) {
        return new IllegalArgumentException(
                type.getTypeName()
                        + " cannot be in a document; what can: numbers, boolean, String, Bytes,"
                        + " enums, records, List and Map<String, ...> of these");
    }

    private record Items(Form item) implements Form {
        @Override
        public JsonNode write(Object value, int depth) {
            int inner = Form.within(depth);
            ArrayNode array = JSON.arrayNode();
            for (@Nullable Object one : (List<?>) value) {
                array.add(item.write(present(one), inner));
            }
            return array;
        }

        @Override
        public Object read(JsonNode json, int depth) {
            if (!json.isArray()) {
                throw new UnfitException("not a list");
            }
            int inner = Form.within(depth);
            List<Object> items = new ArrayList<>(json.size());
            for (JsonNode one : json) {
                items.add(item.read(one, inner));
            }
            return Collections.unmodifiableList(items);
        }
    }

    private record Entries(Form entry) implements Form {
        @Override
        public JsonNode write(Object value, int depth) {
            int inner = Form.within(depth);
            ObjectNode object = JSON.objectNode();
            ((Map<?, ?>) value)
                    .forEach(
                            (key, one) ->
                                    object.set(
                                            PlainText.stored((String) present(key)),
                                            entry.write(present(one), inner)));
            return object;
        }

        @Override
        public Object read(JsonNode json, int depth) {
            if (!json.isObject()) {
                throw new UnfitException("not a map");
            }
            int inner = Form.within(depth);
            Map<String, Object> entries = new LinkedHashMap<>();
            json.properties()
                    .forEach(one -> entries.put(one.getKey(), entry.read(one.getValue(), inner)));
            return Collections.unmodifiableMap(entries);
        }
    }

    /** Refuses what must not be null. */
    static Object present(@Nullable Object value) {
        if (value == null) {
            throw new UnfitException("null, and not @Nullable");
        }
        return value;
    }
}
