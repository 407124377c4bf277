package dev.cardea.wire;

import dev.cardea.wire.Schema.Component;
import dev.cardea.wire.ValueType.Named;
import dev.cardea.wire.ValueType.Sort;
import java.lang.annotation.Annotation;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** From the components of records to what they are on the wire. Confined to one call. */
final class ComponentReader {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    /** What may stand on a component, and on which kinds of values it says something. */
    private static final Map<Class<? extends Annotation>, Set<Class<? extends ValueType>>> MEANING =
            Map.of(
                    Max.class,
                    Set.of(ValueType.Text.class, ValueType.Blob.class, ValueType.Items.class),
                    Quantize.class,
                    Set.of(ValueType.Quantized.class),
                    BigInt.class,
                    Set.of(ValueType.Int.class),
                    AllowNonFinite.class,
                    Set.of(ValueType.Real.class));

    private final Map<? extends Type, String> names;
    private final List<String> mistakes;

    ComponentReader(Map<? extends Type, String> names, List<String> mistakes) {
        this.names = names;
        this.mistakes = mistakes;
    }

    static List<String> constants(Class<?> enumeration) {
        return Arrays.stream(enumeration.getEnumConstants())
                .map(constant -> ((Enum<?>) constant).name())
                .toList();
    }

    List<Component> read(Class<?> record) {
        List<Component> components = new ArrayList<>();
        boolean fallbacks = false;
        for (RecordComponent component : record.getRecordComponents()) {
            String where = TypeNames.qualified(record) + "." + component.getName();
            Component read = component(component, where);
            components.add(read);
            if (fallbacks && read.fallback() == null) {
                mistakes.add(where + ": needs a @Default, as one before it has one");
            }
            fallbacks |= read.fallback() != null;
        }
        return components;
    }

    private Component component(RecordComponent component, String where) {
        if (!NAME.matcher(component.getName()).matches()) {
            mistakes.add(where + ": the name must consist of letters, digits and _");
        }
        AnnotatedType annotated = component.getAnnotatedType();
        boolean optional = annotated.isAnnotationPresent(Nullable.class);
        if (optional && component.getType().isPrimitive()) {
            mistakes.add(where + ": a primitive cannot be @Nullable");
        }
        ValueType type = type(annotated, where);
        Default declared = component.getAnnotation(Default.class);
        return new Component(
                component.getName(), type, optional, fallback(declared, type, optional, where));
    }

    private @Nullable Json fallback(
            @Nullable Default declared, ValueType type, boolean optional, String where) {
        if (declared == null) {
            return null;
        }
        try {
            return Fallbacks.parse(declared.value(), type, optional, this::constantsOf);
        } catch (IllegalArgumentException wrong) {
            mistakes.add(where + ": @Default: " + wrong.getMessage());
            return null;
        }
    }

    private List<String> constantsOf(String enumeration) {
        return names.entrySet().stream()
                .filter(entry -> entry.getValue().equals(enumeration))
                .findFirst()
                .map(entry -> constants(TypeNames.raw(entry.getKey())))
                .orElse(List.of());
    }

    private ValueType type(AnnotatedType annotated, String where) {
        ValueType type = bare(annotated, where);
        MEANING.forEach(
                (annotation, kinds) -> {
                    boolean present = annotated.isAnnotationPresent(annotation);
                    if (present && (!kinds.contains(type.getClass()) || isSmall(type))) {
                        mistakes.add(
                                "%s: @%s says nothing about this type"
                                        .formatted(where, annotation.getSimpleName()));
                    }
                });
        return type;
    }

    private static boolean isSmall(ValueType type) {
        return type instanceof ValueType.Int(int bits, boolean _) && bits < 64;
    }

    private ValueType bare(AnnotatedType annotated, String where) {
        if (annotated instanceof AnnotatedParameterizedType generic) {
            return items(generic, where);
        }
        return switch (annotated.getType()) {
            case Class<?> type when type == boolean.class || type == Boolean.class ->
                    new ValueType.Bool();
            case Class<?> type when type == byte.class || type == Byte.class ->
                    new ValueType.Int(8, false);
            case Class<?> type when type == short.class || type == Short.class ->
                    new ValueType.Int(16, false);
            case Class<?> type when type == int.class || type == Integer.class ->
                    new ValueType.Int(32, false);
            case Class<?> type when type == long.class || type == Long.class ->
                    new ValueType.Int(64, annotated.isAnnotationPresent(BigInt.class));
            case Class<?> type when type == float.class || type == Float.class ->
                    real(32, annotated, where);
            case Class<?> type when type == double.class || type == Double.class ->
                    real(64, annotated, where);
            case Class<?> type when type == String.class ->
                    new ValueType.Text(max(annotated, Max.BYTES_DEFAULT, where));
            case Class<?> type when type == Bytes.class ->
                    new ValueType.Blob(max(annotated, Max.BYTES_DEFAULT, where));
            default -> named(annotated, where);
        };
    }

    private ValueType named(AnnotatedType annotated, String where) {
        String name = names.get(annotated.getType());
        if (name == null || !(annotated.getType() instanceof Class<?> type)) {
            return unknown(annotated, where);
        }
        if (type.isEnum()) {
            return new Named(Sort.ENUM, name);
        }
        return new Named(type.isRecord() ? Sort.RECORD : Sort.UNION, name);
    }

    private ValueType items(AnnotatedParameterizedType generic, String where) {
        if (TypeNames.raw(generic.getType()) != List.class) {
            return unknown(generic, where);
        }
        AnnotatedType element = generic.getAnnotatedActualTypeArguments()[0];
        if (element.isAnnotationPresent(Nullable.class)) {
            mistakes.add(where + ": elements of a list cannot be @Nullable");
        }
        return new ValueType.Items(type(element, where), max(generic, Max.ELEMENTS_DEFAULT, where));
    }

    private int max(AnnotatedType annotated, int otherwise, String where) {
        Max max = annotated.getAnnotation(Max.class);
        if (max == null) {
            return otherwise;
        }
        if (max.value() < 1 || max.value() > Max.LIMIT) {
            mistakes.add(
                    "%s: @Max(%d) is not between 1 and %d"
                            .formatted(where, max.value(), Max.LIMIT));
        }
        return max.value();
    }

    private ValueType real(int bits, AnnotatedType annotated, String where) {
        Quantize quantize = annotated.getAnnotation(Quantize.class);
        if (quantize == null) {
            return new ValueType.Real(bits, annotated.isAnnotationPresent(AllowNonFinite.class));
        }
        double step = quantize.step();
        double min = quantize.min();
        double max = quantize.max();
        double steps = (max - min) / step;
        if (!(step > 0 && min < max && steps <= Quantize.STEPS_MAX)) {
            mistakes.add(
                    "%s: @Quantize needs step > 0, min < max, and at most %d steps"
                            .formatted(where, Quantize.STEPS_MAX));
            return new ValueType.Quantized(bits, 1, 0, 1);
        }
        if (Math.abs(steps - Math.rint(steps)) > 1e-6) {
            mistakes.add(where + ": @Quantize: max must lie a whole number of steps above min");
        }
        return new ValueType.Quantized(bits, step, min, max);
    }

    private ValueType unknown(AnnotatedType annotated, String where) {
        mistakes.add(
                "%s: %s has no form on the wire; use a primitive, String, Bytes, an enum, a record,"
                                .formatted(where, annotated.getType().getTypeName())
                        + " a sealed interface of records, or a List of those");
        return new ValueType.Bool();
    }
}
