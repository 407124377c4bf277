package dev.cardea.server.store.documents;

import dev.cardea.wire.Default;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How records of one class are JSON: an object with a member for each component, in any order.
 * Members that are none are passed over, for a newer build may have written them; a component that
 * is missing is what its {@link Default} says. Immutable once filled.
 */
final class RecordForm implements Form {
    private final Class<?> type;
    private final Constructor<?> constructor;
    private final List<Part> parts = new ArrayList<>();

    /**
     * A component.
     *
     * @param fallback what it is if it is missing; null if that cannot be, or is null itself
     */
    private record Part(
            String name, Method accessor, Form form, boolean nullable, @Nullable Object fallback) {}

    RecordForm(Class<?> type) {
        this.type = type;
        this.constructor = constructor(type);
    }

    private static Constructor<?> constructor(Class<?> type) {
        Class<?>[] components =
                Arrays.stream(type.getRecordComponents())
                        .map(RecordComponent::getType)
                        .toArray(Class<?>[]::new);
        try {
            Constructor<?> canonical = type.getDeclaredConstructor(components);
            canonical.setAccessible(true);
            return canonical;
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException("every record has its canonical constructor", e);
        }
    }

    /**
     * Finds the forms of its components, which may be of its own kind.
     *
     * @throws IllegalArgumentException if documents cannot hold one of them
     */
    void fill(Forms forms) {
        for (RecordComponent component : type.getRecordComponents()) {
            try {
                parts.add(part(component, forms));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        type.getSimpleName() + "." + component.getName() + ": " + e.getMessage(),
                        e);
            }
        }
    }

    private static Part part(RecordComponent component, Forms forms) {
        Method accessor = component.getAccessor();
        accessor.setAccessible(true);
        boolean nullable = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
        Default declared = component.getAnnotation(Default.class);
        @Nullable Object fallback =
                declared == null ? null : Fallback.of(component, declared.value(), nullable);
        Form form = forms.of(component.getGenericType());
        return new Part(component.getName(), accessor, form, nullable, fallback);
    }

    @Override
    public ObjectNode write(Object value, int depth) {
        int inner = Form.within(depth);
        ObjectNode object = JsonNodeFactory.instance.objectNode();
        for (Part part : parts) {
            try {
                object.set(part.name(), write(part, part.accessor().invoke(value), inner));
            } catch (UnfitException e) {
                throw e.in(part.name());
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("accessor " + part.accessor(), e);
            }
        }
        return object;
    }

    private static JsonNode write(Part part, @Nullable Object value, int depth) {
        return value == null && part.nullable()
                ? JsonNodeFactory.instance.nullNode()
                : part.form().write(Forms.present(value), depth);
    }

    @Override
    public Object read(JsonNode json, int depth) {
        if (!json.isObject()) {
            throw new UnfitException("not an object");
        }
        int inner = Form.within(depth);
        @Nullable Object[] values = new Object[parts.size()];
        for (int i = 0; i < values.length; i++) {
            Part part = parts.get(i);
            try {
                values[i] = read(part, json.get(part.name()), inner);
            } catch (UnfitException e) {
                throw e.in(part.name());
            }
        }
        return made(values);
    }

    private static @Nullable Object read(Part part, @Nullable JsonNode json, int depth) {
        if (json == null) {
            if (part.fallback() == null && !part.nullable()) {
                throw new UnfitException("missing, and without @Default");
            }
            return part.fallback();
        }
        if (json.isNull() && part.nullable()) {
            return null;
        }
        return part.form().read(json, depth);
    }

    /** What the record's own constructor refuses is no such document either. */
    private Object made(@Nullable Object[] values) {
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new UnfitException(type.getSimpleName() + " refuses it: " + e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("constructor " + constructor, e);
        }
    }
}
