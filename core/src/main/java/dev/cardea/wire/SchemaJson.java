package dev.cardea.wire;

import dev.cardea.wire.Schema.Body;
import dev.cardea.wire.Schema.Component;
import dev.cardea.wire.Schema.Shape;
import dev.cardea.wire.Schema.Variant;
import java.util.List;
import java.util.Locale;

/** {@link Schema} to JSON; {@link SchemaJsonReader} is the way back. Stateless. */
final class SchemaJson {
    private SchemaJson() {}

    static Json write(Schema schema) {
        Json.Fields.Builder families = new Json.Fields.Builder();
        schema.families().forEach((name, variants) -> families.put(name, variants(variants)));
        Json.Fields.Builder types = new Json.Fields.Builder();
        schema.types().forEach((name, shape) -> types.put(name, shape(shape)));
        return new Json.Fields.Builder()
                .put("cardea", Schema.FORM)
                .put("families", families.build())
                .put("types", types.build())
                .build();
    }

    private static Json shape(Shape shape) {
        Json.Fields.Builder out = new Json.Fields.Builder();
        return switch (shape) {
            case Shape.Enumeration(List<String> constants) ->
                    out.put("enum", new Json.Items(texts(constants))).build();
            case Shape.Structure(List<Component> components) ->
                    out.put("record", components(components)).build();
            case Shape.Union(List<Variant> variants) ->
                    out.put("union", variants(variants)).build();
        };
    }

    private static List<Json> texts(List<String> texts) {
        return texts.stream().<Json>map(Json.Text::new).toList();
    }

    private static Json variants(List<Variant> variants) {
        return new Json.Items(variants.stream().map(SchemaJson::variant).toList());
    }

    private static Json variant(Variant variant) {
        Json.Fields.Builder out =
                new Json.Fields.Builder().put("id", variant.id()).put("name", variant.name());
        return switch (variant.body()) {
            case Body.Components(List<Component> components) ->
                    out.put("record", components(components)).build();
            case Body.Raw() -> out.putIf(true, "raw").build();
            case Body.Protobuf(String typeName) -> out.put("protobuf", typeName).build();
        };
    }

    private static Json components(List<Component> components) {
        return new Json.Items(components.stream().map(SchemaJson::component).toList());
    }

    private static Json component(Component component) {
        Json.Fields.Builder out = new Json.Fields.Builder().put("name", component.name());
        type(out, component.type());
        out.putIf(component.optional(), "optional");
        if (component.fallback() != null) {
            out.put("default", component.fallback());
        }
        return out.build();
    }

    private static Json.Fields.Builder type(Json.Fields.Builder out, ValueType type) {
        return switch (type) {
            case ValueType.Bool() -> out.put("kind", "bool");
            case ValueType.Int(int bits, boolean big) ->
                    out.put("kind", "i" + bits).putIf(big, "big");
            case ValueType.Real(int bits, boolean nonFinite) ->
                    out.put("kind", "f" + bits).putIf(nonFinite, "nonFinite");
            case ValueType.Quantized quantized -> quantized(out, quantized);
            case ValueType.Text(int bytesMax) -> out.put("kind", "text").put("max", bytesMax);
            case ValueType.Blob(int bytesMax) -> out.put("kind", "bytes").put("max", bytesMax);
            case ValueType.Items(ValueType element, int countMax) ->
                    out.put("kind", "list")
                            .put("max", countMax)
                            .put("of", type(new Json.Fields.Builder(), element).build());
            case ValueType.Named(ValueType.Sort sort, String name) ->
                    out.put("kind", sort.name().toLowerCase(Locale.ROOT)).put("type", name);
        };
    }

    private static Json.Fields.Builder quantized(
            Json.Fields.Builder out, ValueType.Quantized quantized) {
        return out.put("kind", "q" + quantized.bits())
                .put("step", Json.of(quantized.step()))
                .put("min", Json.of(quantized.min()))
                .put("max", Json.of(quantized.max()))
                .put("indexMax", quantized.indexMax());
    }
}
