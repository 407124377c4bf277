package dev.cardea.server.config;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A key of the configuration, as the record component that holds its value declares it. Immutable.
 */
sealed interface Setting {
    /** The whole configuration. */
    Section ROOT = of(Config.class);

    /** The full name with dots, such as {@code security.rate_limit}; empty for the root. */
    String path();

    /** What the annotation says. */
    Key key();

    /** The last part of the path. */
    default String name() {
        return path().substring(path().lastIndexOf('.') + 1);
    }

    /** A mapping with a fixed set of keys. */
    record Section(String path, Key key, Class<? extends Record> type, List<Setting> children)
            implements Setting {}

    /** A single value. */
    record Value(String path, Key key, ValueType<Object> type) implements Setting {

        /** Whether nothing may show it. */
        boolean secret() {
            return type.getClass() == SecretText.class;
        }
    }

    /** A sequence of values or of mappings; {@code element} has the path with {@code []}. */
    record Many(String path, Key key, Setting element) implements Setting {}

    /** Every key below this one that can be written, in the order of the records. */
    default Stream<Setting> leaves() {
        return switch (this) {
            case Section section -> section.children().stream().flatMap(Setting::leaves);
            case Value value -> Stream.of(value);
            case Many many ->
                    many.element() instanceof Section element
                            ? Stream.concat(Stream.of(many), element.leaves())
                            : Stream.of(many);
        };
    }

    /** Whether a variable of the environment can override it: a key inside of a list has none. */
    default boolean overridable() {
        return !path().contains("[]") && !(this instanceof Section);
    }

    /** The name of the variable of the environment that overrides this key. */
    default String variable() {
        return "CARDEA_" + path().toUpperCase(Locale.ROOT).replace('.', '_');
    }

    /** The whole tree of a root record. */
    static Section of(Class<? extends Record> root) {
        return section("", root.getAnnotation(Key.class), root);
    }

    private static Section section(String path, Key key, Class<? extends Record> type) {
        List<Setting> children = new ArrayList<>();
        for (RecordComponent component : type.getRecordComponents()) {
            children.add(setting(path, component));
        }
        return new Section(path, key, type, List.copyOf(children));
    }

    private static Setting setting(String parent, RecordComponent component) {
        Key key = component.getAnnotation(Key.class);
        if (key == null) {
            throw new IllegalStateException(component + " has no @Key");
        }
        String name = snakeCase(component.getName());
        String path = parent.isEmpty() ? name : parent + "." + name;
        if (component.getGenericType() instanceof ParameterizedType list) {
            Class<?> element = (Class<?>) list.getActualTypeArguments()[0];
            return new Many(path, key, single(path + "[]", key, element));
        }
        return single(path, key, component.getType());
    }

    private static Setting single(String path, Key key, Class<?> type) {
        return type.isRecord() && type != ByteSize.class
                ? section(path, key, type.asSubclass(Record.class))
                : new Value(path, key, ValueType.of(type));
    }

    private static String snakeCase(String camelCase) {
        return camelCase.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
