package dev.cardea.server.config;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records from what was written, and collects every mistake instead of stopping at the
 * first. Confined to one call.
 *
 * <p>For each key the environment comes before the file and the file before the default. A wrong
 * value is noted and its default stands in, so that the rest is judged as well.
 */
final class Binder {
    private final Map<String, String> environment;
    private final Path base;
    private final List<Finding> mistakes = new ArrayList<>();
    private final Map<String, Origin> origins = new HashMap<>();

    /**
     * @param environment the variables that may override keys and be named by {@code ${NAME}}
     * @param base the folder that relative {@code file:} paths start from
     */
    Binder(Map<String, String> environment, Path base) {
        this.environment = environment;
        this.base = base;
    }

    List<Finding> mistakes() {
        return mistakes;
    }

    /** Where each key that is not at its default was written, by full name. */
    Map<String, Origin> origins() {
        return origins;
    }

    /** Binds the root; {@code document} is null for an empty file. */
    Record bind(Setting.Section root, @Nullable YamlNode document) {
        refuseUnknownVariables(root);
        return section(root, "", document);
    }

    private Record section(Setting.Section section, String path, @Nullable YamlNode node) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        switch (node) {
            case null -> {}
            case YamlNode.Entries mapping -> collect(section, path, mapping, entries);
            case YamlNode.Text(String text, Origin at) when text.isEmpty() -> {}
            default ->
                    mistake(
                            node.origin(),
                            path,
                            "must be a mapping of keys: " + String.join(", ", names(section)));
        }
        Object[] values = new Object[section.children().size()];
        for (int i = 0; i < values.length; i++) {
            Setting child = section.children().get(i);
            String childPath = path.isEmpty() ? child.name() : path + "." + child.name();
            YamlNode.Entry entry = entries.get(child.name());
            if (entry != null) {
                origins.put(childPath, entry.origin());
            }
            values[i] = child(child, childPath, entry == null ? null : entry.value());
        }
        return instance(section.type(), values);
    }

    private void collect(
            Setting.Section section,
            String path,
            YamlNode.Entries mapping,
            Map<String, YamlNode.Entry> entries) {
        Set<String> known = names(section);
        for (YamlNode.Entry entry : mapping.entries()) {
            String name = entry.key().replace('-', '_');
            String full = path.isEmpty() ? name : path + "." + name;
            YamlNode.Entry first = entries.get(name);
            if (!known.contains(name)) {
                mistake(entry.origin(), full, Spelling.unknownKey(name, known));
            } else if (first != null) {
                mistake(entry.origin(), full, "written twice, first at " + first.origin());
            } else {
                entries.put(name, entry);
            }
        }
    }

    private Object child(Setting setting, String path, @Nullable YamlNode node) {
        String override = setting.overridable() ? environment.get(setting.variable()) : null;
        if (override != null) {
            origins.put(path, new Origin.Variable(setting.variable()));
        }
        return switch (setting) {
            case Setting.Section section -> section(section, path, node);
            case Setting.Value value -> value(value, path, node, override);
            case Setting.Many many -> many(many, path, node, override);
        };
    }

    private Object value(
            Setting.Value value, String path, @Nullable YamlNode node, @Nullable String override) {
        try {
            if (override != null) {
                Origin origin = new Origin.Variable(value.variable());
                return value.type()
                        .read(new Written(override, origin, true, Path.of("")), value.key());
            }
            return switch (node) {
                case null -> byDefault(value);
                case YamlNode.Text(String text, Origin at) -> {
                    String resolved = Substitution.resolve(text, environment);
                    boolean fromEnvironment = !resolved.equals(text);
                    Written written = new Written(resolved, at, fromEnvironment, base);
                    yield value.type().read(written, value.key());
                }
                default ->
                        throw new WrongValueException("must be one value, not a list or mapping");
            };
        } catch (WrongValueException e) {
            mistake(originOf(node, value, override), path, e.what());
            return byDefault(value);
        }
    }

    private static Origin originOf(
            @Nullable YamlNode node, Setting setting, @Nullable String override) {
        if (override != null || node == null) {
            return new Origin.Variable(setting.variable());
        }
        return node.origin();
    }

    /**
     * The default; a wrong one is a bug of the record tree, which a test of every key would show.
     */
    private static Object byDefault(Setting.Value value) {
        String text = value.key().byDefault();
        try {
            Written written = new Written(text, new Origin.BuiltIn(), true, Path.of(""));
            return value.type().read(written, value.key());
        } catch (WrongValueException e) {
            throw new IllegalStateException("default of " + value.path() + ": " + e.what(), e);
        }
    }

    private List<Object> many(
            Setting.Many many, String path, @Nullable YamlNode node, @Nullable String override) {
        YamlNode given = override == null ? node : parsed(many.variable(), override, path);
        if (given == null) {
            return byDefault(many, path);
        }
        return elements(many, path, given, override != null);
    }

    /** The default list, whose entries were written nowhere. */
    private List<Object> byDefault(Setting.Many many, String path) {
        YamlNode given = parsed("default of " + many.path(), many.key().byDefault(), path);
        List<Object> values = given == null ? List.of() : elements(many, path, given, true);
        origins.keySet().removeIf(key -> key.startsWith(path + "["));
        return values;
    }

    private List<Object> elements(
            Setting.Many many, String path, YamlNode given, boolean fromEnvironment) {
        List<YamlNode> items =
                switch (given) {
                    case YamlNode.Items list -> list.items();
                    case YamlNode.Text(String text, Origin at) when text.isEmpty() -> List.of();
                    default -> List.of(given); // one, without the list's brackets
                };
        if (items.size() > Config.LIST_ITEMS_MAX) {
            mistake(given.origin(), path, "more than " + Config.LIST_ITEMS_MAX + " entries");
            return List.of();
        }
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            YamlNode item = items.get(i);
            String itemPath = path + "[" + i + "]";
            origins.put(itemPath, item.origin());
            values.add(element(many.element(), itemPath, item, fromEnvironment));
        }
        return List.copyOf(values);
    }

    private Object element(Setting element, String path, YamlNode item, boolean fromEnvironment) {
        if (fromEnvironment
                && element instanceof Setting.Value value
                && item instanceof YamlNode.Text(String text, Origin at)) {
            try {
                return value.type().read(new Written(text, at, true, Path.of("")), value.key());
            } catch (WrongValueException e) {
                mistake(at, path, e.what());
                return byDefault(value);
            }
        }
        return child(element, path, item);
    }

    private @Nullable YamlNode parsed(String label, String text, String path) {
        return switch (YamlReader.read(label, text)) {
            case YamlReader.Outcome.Document(YamlNode root) -> root;
            case YamlReader.Outcome.Empty() -> null;
            case YamlReader.Outcome.Broken(Finding broken) -> {
                mistake(broken.where(), path, broken.what());
                yield null;
            }
        };
    }

    private void refuseUnknownVariables(Setting.Section root) {
        Set<String> known = new TreeSet<>();
        root.leaves().filter(Setting::overridable).forEach(leaf -> known.add(leaf.variable()));
        new TreeMap<>(environment)
                .forEach(
                        (name, value) -> {
                            if (!known.contains(name) && Variables.meantForKeys(name, value)) {
                                Origin origin = new Origin.Variable(name);
                                String suggestion = Spelling.suggestion(name, known);
                                mistake(origin, "", "names no key" + suggestion);
                            }
                        });
    }

    private static Set<String> names(Setting.Section section) {
        Set<String> names = new TreeSet<>();
        section.children().forEach(child -> names.add(child.name()));
        return names;
    }

    private void mistake(Origin where, String path, String what) {
        mistakes.add(new Finding(where, path, what));
    }

    private static Record instance(Class<? extends Record> type, Object[] values) {
        try {
            Class<?>[] types =
                    Arrays.stream(type.getRecordComponents())
                            .map(RecordComponent::getType)
                            .toArray(Class<?>[]::new);
            Constructor<? extends Record> constructor = type.getDeclaredConstructor(types);
            return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot make a " + type.getName(), e);
        }
    }
}
