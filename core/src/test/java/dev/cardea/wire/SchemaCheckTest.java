package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Goal: a change that would break peers is found; method: one change of a schema at a time. */
class SchemaCheckTest {
    private static final String RELEASED =
            """
            {"cardea":1,"families":{"inputs":[
              {"id":1,"name":"Say","record":[
                {"name":"text","kind":"text","max":100},
                {"name":"at","kind":"record","type":"Where"},
                {"name":"mood","kind":"enum","type":"Mood"},
                {"name":"shape","kind":"union","type":"Shape"},
                {"name":"ids","kind":"list","max":8,"of":{"kind":"i32"}},
                {"name":"part","kind":"q32","step":0.5,"min":0,"max":4,"indexMax":8},
                {"name":"real","kind":"f32"},
                {"name":"whole","kind":"i64"},
                {"name":"blob","kind":"bytes","max":9,"optional":true},
                {"name":"late","kind":"i16","default":3}]},
              {"id":2,"name":"Bits","raw":true},
              {"id":3,"name":"Proto","protobuf":"game.Proto"}]},
            "types":{
              "Mood":{"enum":["CALM","WILD"]},
              "Shape":{"union":[{"id":1,"name":"Circle","record":[{"name":"r","kind":"f64"}]}]},
              "Where":{"record":[{"name":"x","kind":"f32"},
                {"name":"next","kind":"record","type":"Where","optional":true}]}}}
            """;

    private static List<String> changed(String before, String after) {
        assertThat(RELEASED).contains(before);
        return SchemaCheck.compatible(RELEASED, RELEASED.replace(before, after));
    }

    @Test
    void aSchemaIsCompatibleWithItself() {
        assertThat(SchemaCheck.compatible(RELEASED, RELEASED)).isEmpty();
    }

    @Test
    void whatOldPeersNeedNotKnowMayBeAdded() {
        assertThat(changed("{\"id\":2,", "{\"id\":9,\"name\":\"More\",\"raw\":true},{\"id\":2,"))
                .isEmpty();
        assertThat(changed("\"WILD\"]", "\"WILD\",\"SAD\"]")).isEmpty();
        assertThat(
                        changed(
                                "\"kind\":\"f64\"}]}]",
                                "\"kind\":\"f64\"}]},{\"id\":4,\"name\":\"Dot\",\"record\":[]}]"))
                .isEmpty();
        assertThat(
                        changed(
                                "\"default\":3}",
                                "\"default\":3},{\"name\":\"x\",\"kind\":\"i8\",\"default\":0}"))
                .isEmpty();
    }

    @Test
    void boundsMayRiseAndNamesOfTypesMayChange() {
        assertThat(changed("\"max\":100", "\"max\":101")).isEmpty();
        assertThat(changed("\"max\":8", "\"max\":80")).isEmpty();
        assertThat(changed("\"max\":9", "\"max\":90")).isEmpty();
        assertThat(changed("\"kind\":\"f32\"}", "\"kind\":\"f32\",\"nonFinite\":true}")).isEmpty();
        assertThat(changed("Mood\"", "Temper\"")).isEmpty();
        assertThat(changed("\"default\":3", "\"default\":4")).isEmpty();
    }

    @Test
    void whatOldPeersUseMayNotGo() {
        assertThat(changed("\"inputs\"", "\"others\"")).containsExactly("inputs: is gone");
        assertThat(changed(",\n  {\"id\":2,\"name\":\"Bits\",\"raw\":true}", ""))
                .containsExactly("inputs.Bits (2): is gone");
        assertThat(changed(",\n    {\"name\":\"late\",\"kind\":\"i16\",\"default\":3}", ""))
                .containsExactly("inputs.Say.late: is gone");
        assertThat(changed("\"CALM\",", ""))
                .containsExactly(
                        "inputs.Say.mood: CALM (0) became WILD",
                        "inputs.Say.mood: WILD (1) became nothing");
        assertThat(changed("{\"id\":1,\"name\":\"Circle\"", "{\"id\":2,\"name\":\"Circle\""))
                .containsExactly("inputs.Say.shape.Circle (1): is gone");
    }

    @Test
    void nothingMayBecomeAnotherThing() {
        assertThat(changed("\"name\":\"Say\"", "\"name\":\"Tell\""))
                .containsExactly("inputs.Say (1): is now called Tell");
        assertThat(changed("\"name\":\"text\"", "\"name\":\"line\""))
                .containsExactly("inputs.Say.text: line is in its place");
        assertThat(changed("\"raw\":true", "\"record\":[]"))
                .singleElement()
                .asString()
                .startsWith("inputs.Bits: has another body");
        assertThat(changed("game.Proto", "game.Other"))
                .singleElement()
                .asString()
                .startsWith("inputs.Proto: has another body");
        assertThat(changed("\"of\":{\"kind\":\"i32\"}", "\"of\":{\"kind\":\"i64\"}"))
                .singleElement()
                .asString()
                .startsWith("inputs.Say.ids[]: has another type");
        assertThat(changed("\"kind\":\"i64\"", "\"kind\":\"i64\",\"big\":true"))
                .singleElement()
                .asString()
                .startsWith("inputs.Say.whole: has another type");
        assertThat(changed("\"step\":0.5,\"min\":0", "\"step\":0.25,\"min\":0"))
                .singleElement()
                .asString()
                .startsWith("inputs.Say.part: has another type");
        assertThat(changed("\"Mood\":{\"enum\":[\"CALM\",\"WILD\"]}", "\"Mood\":{\"record\":[]}"))
                .containsExactly("inputs.Say.mood: is another sort of type");
    }

    @Test
    void boundsMayNotFall() {
        assertThat(changed("\"max\":100", "\"max\":99"))
                .containsExactly("inputs.Say.text: its @Max fell from 100 to 99");
        assertThat(changed("\"max\":8", "\"max\":7"))
                .containsExactly("inputs.Say.ids: its @Max fell from 8 to 7");
        assertThat(changed("\"max\":9", "\"max\":8"))
                .containsExactly("inputs.Say.blob: its @Max fell from 9 to 8");
    }

    @Test
    void presenceAndDefaultsMayNotChange() {
        assertThat(changed("\"max\":9,\"optional\":true", "\"max\":9"))
                .containsExactly("inputs.Say.blob: is no longer @Nullable");
        assertThat(changed("\"kind\":\"f64\"", "\"kind\":\"f64\",\"optional\":true"))
                .containsExactly("inputs.Say.shape.Circle.r: became @Nullable");
        assertThat(changed(",\"default\":3", ""))
                .containsExactly("inputs.Say.late: lost its @Default, which older peers need");
        assertThat(changed("\"default\":3}", "\"default\":3},{\"name\":\"x\",\"kind\":\"i8\"}"))
                .containsExactly("inputs.Say.x: is new and has no @Default");
    }

    @Test
    void comparesTheSchemasOfRealFamilies() {
        String one = Protocol.of(VectorFamilies.Version1.class).schemaJson();
        String two = Protocol.of(VectorFamilies.Version2.class).schemaJson();

        assertThat(SchemaCheck.compatible(one, two)).isEmpty();
        assertThat(SchemaCheck.compatible(two, one))
                .contains("messages.Missed (3): is gone", "messages.Hit.damage: is gone");
    }

    @Test
    void refusesWhatIsNoSchema() {
        for (String text :
                List.of(
                        "",
                        "[]",
                        "{\"cardea\":2,\"families\":{},\"types\":{}}",
                        "{\"cardea\":1,\"families\":{}}",
                        RELEASED.replace("\"kind\":\"f64\"", "\"kind\":\"f80\""),
                        RELEASED.replace("\"id\":2", "\"id\":\"2\""),
                        RELEASED.replace("\"raw\":true", "\"raw\":false"))) {
            assertThatThrownBy(() -> SchemaCheck.compatible(RELEASED, text))
                    .as(text)
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void aTypeThatIsNotInTheTableIsNoSchema() {
        assertThatThrownBy(() -> changed("\"Where\":{", "\"There\":{"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Where");
    }

    @Test
    void familiesThatShareTypesNameThemOnce() {
        Schema both =
                Schema.of(
                        Map.of(
                                "inputs", Protocol.of(VectorFamilies.Nested.class),
                                "outputs", Protocol.of(VectorFamilies.Nested.class)));

        assertThat(both.families()).containsOnlyKeys("inputs", "outputs");
        assertThat(both.types().keySet())
                .containsExactly("Empty", "Line", "Node", "Shape", "Where");
        assertThat(Schema.parse(both.prettyJson())).isEqualTo(both);
        assertThat(both.hash()).isEqualTo(Schema.parse(both.prettyJson()).hash());
    }

    private record One(Inner.Twin a, Outer.Twin b) {}

    private record Inner() {
        private record Twin(int x) {}
    }

    private record Outer() {
        private record Twin(float y) {}
    }

    @Test
    void typesOfOneNameAreToldApart() {
        Schema schema = Codecs.of(One.class).schema();

        assertThat(schema).isNotNull();
        assertThat(schema.types().keySet())
                .containsExactly("SchemaCheckTest.Inner.Twin", "SchemaCheckTest.Outer.Twin");
    }
}
