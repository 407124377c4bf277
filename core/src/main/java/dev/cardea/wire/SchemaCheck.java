package dev.cardea.wire;

import dev.cardea.wire.Schema.Body;
import dev.cardea.wire.Schema.Component;
import dev.cardea.wire.Schema.Shape;
import dev.cardea.wire.Schema.Variant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares a schema with the one that was released before it. Compatible means: each side reads all
 * that the other can say in terms of the old schema. So messages, alternatives and constants may be
 * added, components with a default may be appended, and bounds may be raised; a peer uses what is
 * new once all others know it. Confined to one call.
 */
public final class SchemaCheck {
    private final Schema older;
    private final Schema newer;
    private final List<String> problems = new ArrayList<>();
    private final Set<List<String>> compared = new HashSet<>();

    private SchemaCheck(Schema older, Schema newer) {
        this.older = older;
        this.newer = newer;
    }

    /**
     * What in {@code newer} breaks peers that know {@code older}, each as {@code where: what};
     * empty if nothing does.
     *
     * @param older the JSON of the schema in use, in any spacing
     * @param newer the JSON of the schema that is to follow
     * @throws IllegalArgumentException if one is no schema
     */
    public static List<String> compatible(String older, String newer) {
        SchemaCheck check = new SchemaCheck(Schema.parse(older), Schema.parse(newer));
        check.families();
        return List.copyOf(check.problems);
    }

    private void families() {
        older.families()
                .forEach(
                        (name, variants) -> {
                            List<Variant> now = newer.families().get(name);
                            if (now == null) {
                                problem(name, "is gone");
                            } else {
                                variants(name, variants, now);
                            }
                        });
    }

    private void variants(String where, List<Variant> before, List<Variant> after) {
        Map<Integer, Variant> now =
                after.stream().collect(Collectors.toMap(Variant::id, Function.identity()));
        for (Variant variant : before) {
            Variant later = now.get(variant.id());
            String here = "%s.%s (%d)".formatted(where, variant.name(), variant.id());
            if (later == null) {
                problem(here, "is gone");
            } else {
                if (!later.name().equals(variant.name())) {
                    problem(here, "is now called " + later.name());
                }
                bodies(where + "." + variant.name(), variant.body(), later.body());
            }
        }
    }

    private void bodies(String where, Body before, Body after) {
        if (before instanceof Body.Components(List<Component> old)
                && after instanceof Body.Components(List<Component> now)) {
            components(where, old, now);
        } else if (!before.equals(after)) {
            problem(where, "has another body: " + before + " became " + after);
        }
    }

    private void components(String where, List<Component> before, List<Component> after) {
        for (int i = 0; i < before.size(); i++) {
            String here = where + "." + before.get(i).name();
            if (i >= after.size()) {
                problem(here, "is gone");
            } else {
                component(here, before.get(i), after.get(i));
            }
        }
        for (Component added : after.subList(Math.min(before.size(), after.size()), after.size())) {
            if (added.fallback() == null) {
                problem(where + "." + added.name(), "is new and has no @Default");
            }
        }
    }

    private void component(String where, Component before, Component after) {
        if (!before.name().equals(after.name())) {
            problem(where, after.name() + " is in its place");
            return;
        }
        if (before.optional() != after.optional()) {
            problem(where, before.optional() ? "is no longer @Nullable" : "became @Nullable");
        }
        if (before.fallback() != null && after.fallback() == null) {
            problem(where, "lost its @Default, which older peers need");
        }
        types(where, before.type(), after.type());
    }

    private void types(String where, ValueType before, ValueType after) {
        switch (before) {
            case ValueType.Text(int max) when after instanceof ValueType.Text(int now) ->
                    bound(where, max, now);
            case ValueType.Blob(int max) when after instanceof ValueType.Blob(int now) ->
                    bound(where, max, now);
            case ValueType.Items(ValueType element, int max)
                    when after instanceof ValueType.Items(ValueType elementNow, int now) -> {
                bound(where, max, now);
                types(where + "[]", element, elementNow);
            }
            case ValueType.Real(int bits, boolean _)
                    when after instanceof ValueType.Real(int bitsNow, boolean nonFinite)
                            && bits == bitsNow
                            && nonFinite -> {}
            case ValueType.Named(ValueType.Sort sort, String name)
                    when after instanceof ValueType.Named(ValueType.Sort sortNow, String nameNow)
                            && sort == sortNow ->
                    named(where, name, nameNow);
            default -> {
                if (!before.equals(after)) {
                    problem(where, "has another type: " + before + " became " + after);
                }
            }
        }
    }

    private void bound(String where, int before, int after) {
        if (after < before) {
            problem(where, "its @Max fell from %d to %d".formatted(before, after));
        }
    }

    /** Types are compared by what they consist of: their names are not on the wire. */
    private void named(String where, String before, String after) {
        if (!compared.add(List.of(before, after))) {
            return;
        }
        Shape old = typeOf(older, before);
        Shape now = typeOf(newer, after);
        switch (old) {
            case Shape.Enumeration(List<String> constants)
                    when now instanceof Shape.Enumeration(List<String> constantsNow) ->
                    constants(where, constants, constantsNow);
            case Shape.Structure(List<Component> components)
                    when now instanceof Shape.Structure(List<Component> componentsNow) ->
                    components(where, components, componentsNow);
            case Shape.Union(List<Variant> variants)
                    when now instanceof Shape.Union(List<Variant> variantsNow) ->
                    variants(where, variants, variantsNow);
            default -> problem(where, "is another sort of type");
        }
    }

    private static Shape typeOf(Schema schema, String name) {
        Shape shape = schema.types().get(name);
        if (shape == null) {
            throw new IllegalArgumentException("a schema without the type " + name);
        }
        return shape;
    }

    private void constants(String where, List<String> before, List<String> after) {
        for (int i = 0; i < before.size(); i++) {
            String now = i < after.size() ? after.get(i) : "nothing";
            if (!before.get(i).equals(now)) {
                problem(where, "%s (%d) became %s".formatted(before.get(i), i, now));
            }
        }
    }

    private void problem(String where, String what) {
        problems.add(where + ": " + what);
    }
}
