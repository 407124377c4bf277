package dev.cardea.wire;

import dev.cardea.wire.Schema.Body;
import dev.cardea.wire.Schema.Component;
import dev.cardea.wire.Schema.Shape;
import dev.cardea.wire.Schema.Variant;
import dev.cardea.wire.ValueType.Named;
import dev.cardea.wire.ValueType.Sort;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** JSON to {@link Schema}; every complaint is an IllegalArgumentException. Stateless. */
final class SchemaJsonReader {
    private SchemaJsonReader() {}

    static Schema read(Json json) {
        if (number(json, "cardea").intValue() != Schema.FORM) {
            throw new IllegalArgumentException("a schema of another form than " + Schema.FORM);
        }
        Map<String, List<Variant>> families =
                each(field(json, "families"), SchemaJsonReader::variants);
        Map<String, Shape> types = each(field(json, "types"), SchemaJsonReader::shape);
        return new Schema(families, types);
    }

    private static Shape shape(Json json) {
        if (optional(json, "enum") instanceof Json.Items(List<Json> constants)) {
            return new Shape.Enumeration(constants.stream().map(SchemaJsonReader::asText).toList());
        }
        Json union = optional(json, "union");
        if (union != null) {
            return new Shape.Union(variants(union));
        }
        return new Shape.Structure(components(field(json, "record")));
    }

    private static List<Variant> variants(Json json) {
        return items(json).stream().map(SchemaJsonReader::variant).toList();
    }

    private static Variant variant(Json json) {
        return new Variant(number(json, "id").intValue(), text(json, "name"), body(json));
    }

    private static Body body(Json json) {
        if (flag(json, "raw")) {
            return new Body.Raw();
        }
        Json protobuf = optional(json, "protobuf");
        return protobuf == null
                ? new Body.Components(components(field(json, "record")))
                : new Body.Protobuf(asText(protobuf));
    }

    private static List<Component> components(Json json) {
        return items(json).stream().map(SchemaJsonReader::component).toList();
    }

    private static Component component(Json json) {
        return new Component(
                text(json, "name"), type(json), flag(json, "optional"), optional(json, "default"));
    }

    private static ValueType type(Json json) {
        String kind = text(json, "kind");
        return switch (kind) {
            case "bool" -> new ValueType.Bool();
            case "i8", "i16", "i32", "i64" -> new ValueType.Int(bits(kind), flag(json, "big"));
            case "f32", "f64" -> new ValueType.Real(bits(kind), flag(json, "nonFinite"));
            case "q32", "q64" -> quantized(json, bits(kind));
            case "text" -> new ValueType.Text(number(json, "max").intValue());
            case "bytes" -> new ValueType.Blob(number(json, "max").intValue());
            case "list" ->
                    new ValueType.Items(type(field(json, "of")), number(json, "max").intValue());
            case "enum" -> new Named(Sort.ENUM, text(json, "type"));
            case "record" -> new Named(Sort.RECORD, text(json, "type"));
            case "union" -> new Named(Sort.UNION, text(json, "type"));
            default -> throw new IllegalArgumentException("no kind of value: " + kind);
        };
    }

    private static int bits(String kind) {
        return Integer.parseInt(kind.substring(1));
    }

    private static ValueType quantized(Json json, int bits) {
        return new ValueType.Quantized(
                bits,
                number(json, "step").value(),
                number(json, "min").value(),
                number(json, "max").value());
    }

    private static <T> Map<String, T> each(Json json, Function<Json, T> read) {
        Map<String, T> out = new TreeMap<>();
        fields(json).forEach((name, value) -> out.put(name, read.apply(value)));
        return out;
    }

    private static Map<String, Json> fields(Json json) {
        if (json instanceof Json.Fields(Map<String, Json> fields)) {
            return fields;
        }
        throw new IllegalArgumentException("expected an object: " + Json.print(json));
    }

    private static List<Json> items(Json json) {
        if (json instanceof Json.Items(List<Json> items)) {
            return items;
        }
        throw new IllegalArgumentException("expected a list: " + Json.print(json));
    }

    private static @Nullable Json optional(Json json, String name) {
        return fields(json).get(name);
    }

    private static Json field(Json json, String name) {
        Json value = optional(json, name);
        if (value == null) {
            throw new IllegalArgumentException("expected " + name + ": " + Json.print(json));
        }
        return value;
    }

    private static String text(Json json, String name) {
        return asText(field(json, name));
    }

    private static String asText(Json json) {
        if (json instanceof Json.Text(String value)) {
            return value;
        }
        throw new IllegalArgumentException("expected a text: " + Json.print(json));
    }

    private static Json.Num number(Json json, String name) {
        if (field(json, name) instanceof Json.Num value) {
            return value;
        }
        throw new IllegalArgumentException("expected a number " + name + ": " + Json.print(json));
    }

    private static boolean flag(Json json, String name) {
        return optional(json, name) instanceof Json.Bool(boolean value) && value;
    }
}
