package dev.cardea.wire;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What classes are called in schemas and in complaints. Stateless. */
final class TypeNames {
    private static final List<Function<Class<?>, String>> FORMS =
            List.of(Class::getSimpleName, TypeNames::qualified, Class::getName);

    private TypeNames() {}

    /** With the classes around it, without its package: {@code Arena.Input.Steer}. */
    static String qualified(Class<?> type) {
        String name = type.getName();
        return name.substring(name.lastIndexOf('.') + 1).replace('$', '.');
    }

    /** The class of a type, without its arguments. */
    static Class<?> raw(Type type) {
        return switch (type) {
            case Class<?> plain -> plain;
            case ParameterizedType generic -> (Class<?>) generic.getRawType();
            default -> Object.class;
        };
    }

    /** A name for each, unique, and as short as that allows. */
    static Map<Class<?>, String> unique(Collection<Class<?>> types) {
        Map<Class<?>, String> names = new HashMap<>();
        Collection<Class<?>> left = types;
        for (Function<Class<?>, String> form : FORMS) {
            Map<String, List<Class<?>>> byName = left.stream().collect(Collectors.groupingBy(form));
            byName.values().stream()
                    .filter(same -> same.size() == 1)
                    .map(List::getFirst)
                    .forEach(type -> names.put(type, form.apply(type)));
            left = left.stream().filter(type -> !names.containsKey(type)).toList();
        }
        return names;
    }
}
