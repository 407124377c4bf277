package dev.cardea.wire;

import dev.cardea.wire.Schema.Component;
import dev.cardea.wire.Schema.Shape;
import dev.cardea.wire.Schema.Variant;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What the declarations of records say: all types that messages consist of, found by walking their
 * components. Immutable.
 *
 * @param structures the components of each record
 * @param unions the alternatives of each sealed type inside of records
 */
record Declarations(
        Schema schema,
        Map<Class<?>, List<Component>> structures,
        Map<Class<?>, List<Message>> unions) {

    /**
     * Reads everything that {@code families} consist of.
     *
     * @throws DeclarationException with all mistakes
     */
    static Declarations read(Map<String, List<Message>> families) {
        return read(families, new ArrayList<>());
    }

    /** Likewise, behind mistakes that were found before. */
    static Declarations read(Map<String, List<Message>> families, List<String> mistakes) {
        Walk walk = new Walk(mistakes);
        families.values().forEach(walk::messages);
        Map<Class<?>, String> names = TypeNames.unique(walk.nested);
        ComponentReader reader = new ComponentReader(names, mistakes);
        Map<Class<?>, List<Component>> structures = new LinkedHashMap<>();
        walk.records.forEach(type -> structures.put(type, reader.read(type)));
        if (!mistakes.isEmpty()) {
            throw new DeclarationException(mistakes);
        }
        Schema schema = schema(families, walk, structures, names);
        return new Declarations(schema, structures, walk.unions);
    }

    private static Schema schema(
            Map<String, List<Message>> families,
            Walk walk,
            Map<Class<?>, List<Component>> structures,
            Map<Class<?>, String> names) {
        Map<String, List<Variant>> variants = new TreeMap<>();
        families.forEach((name, family) -> variants.put(name, variants(family, structures)));
        Map<String, Shape> shapes = new TreeMap<>();
        for (Class<?> type : walk.nested) {
            shapes.put(names.get(type), shape(type, walk, structures));
        }
        return new Schema(variants, shapes);
    }

    private static Shape shape(
            Class<?> type, Walk walk, Map<Class<?>, List<Component>> structures) {
        if (type.isEnum()) {
            return new Shape.Enumeration(ComponentReader.constants(type));
        }
        List<Message> union = walk.unions.get(type);
        return union == null
                ? new Shape.Structure(structures.getOrDefault(type, List.of()))
                : new Shape.Union(variants(union, structures));
    }

    private static List<Variant> variants(
            List<Message> messages, Map<Class<?>, List<Component>> structures) {
        return messages.stream()
                .map(
                        message -> {
                            List<Component> components =
                                    structures.getOrDefault(message.type(), List.of());
                            return new Variant(
                                    message.id(), message.name(), message.body(components));
                        })
                .toList();
    }

    /** Finds all types. Confined to one call. */
    private static final class Walk {
        private final List<String> mistakes;
        private final Set<Class<?>> records = new LinkedHashSet<>();
        private final Set<Class<?>> nested = new LinkedHashSet<>();
        private final Map<Class<?>, List<Message>> unions = new LinkedHashMap<>();

        Walk(List<String> mistakes) {
            this.mistakes = mistakes;
        }

        void messages(List<Message> messages) {
            for (Message message : messages) {
                if (message.isStructure() && message.type().isRecord()) {
                    record(message.type());
                } else if (message.isStructure()) {
                    mistakes.add(TypeNames.qualified(message.type()) + ": must be a record");
                }
            }
        }

        private void record(Class<?> type) {
            if (records.add(type)) {
                for (RecordComponent component : type.getRecordComponents()) {
                    component(component.getGenericType());
                }
            }
        }

        private void component(Type type) {
            if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
                component(list.getActualTypeArguments()[0]);
            } else if (type instanceof Class<?> named && isNested(named) && nested.add(named)) {
                if (named.isRecord()) {
                    record(named);
                } else if (named.isSealed() && !named.isEnum()) {
                    List<Message> union = FamilyReader.read(named, mistakes);
                    FamilyReader.check(union, mistakes);
                    unions.put(named, union);
                    messages(union);
                }
            }
        }

        private static boolean isNested(Class<?> type) {
            return type.isEnum() || type.isRecord() || (type.isSealed() && type.isInterface());
        }
    }
}
