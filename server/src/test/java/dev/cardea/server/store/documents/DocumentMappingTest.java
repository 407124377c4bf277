package dev.cardea.server.store.documents;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.store.DocumentType;
import dev.cardea.store.Owner;
import dev.cardea.store.UnreadableDocumentException;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Default;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentMappingTest {
    record Numbers(byte a, short b, int c, long d, float e, double f) {}

    record Boxes(@Nullable Integer a, @Nullable Double b, @Default("x") @Nullable String c) {}

    record Tree(String name, List<Tree> below) {}

    record Text(String text) {}

    record Many(List<String> texts, Map<String, String> byName) {}

    record Positive(int number) {
        Positive {
            if (number <= 0) {
                throw new IllegalArgumentException("above 0");
            }
        }
    }

    record Generic<A>(A value) {}

    record Dated(Instant when) {}

    record Perhaps(Optional<String> what) {}

    record ByNumber(Map<Integer, String> names) {}

    record BadDefault(@Default("seven") int number) {}

    record NoDefaultOfARecord(@Default Text text) {}

    private final DocumentMapping<Hero> heroes = new DocumentMapping<>(Hero.TYPE);

    private static <D extends Record> DocumentMapping<D> mapping(Class<D> record) {
        return new DocumentMapping<>(DocumentType.of("thing", record));
    }

    private static <D extends Record> void comesBack(Class<D> type, D value) {
        DocumentMapping<D> mapping = mapping(type);
        assertThat(mapping.parse(mapping.text(value))).isEqualTo(value);
    }

    @Test
    void readsWhatItWrites() {
        Hero hero = Hero.of("ann \"quoted\" \\ \n \uD83D\uDC09", Long.MAX_VALUE, null);
        assertThat(heroes.parse(heroes.text(hero))).isEqualTo(hero);
        assertThat(heroes.text(Hero.of("ann", 7, "owls")))
                .isEqualTo(
                        """
                        {"name":"ann","level":7,"guild":"owls","speed":0.1,\
                        "items":[{"what":"sword","count":3,"usable":false}],\
                        "skills":{"swim":2},"sort":"WIZARD","badge":"AP8H"}\
                        """);
    }

    @Test
    void keepsEveryNumberAsItIs() {
        comesBack(
                Numbers.class,
                new Numbers(
                        Byte.MIN_VALUE,
                        Short.MAX_VALUE,
                        Integer.MIN_VALUE,
                        Long.MIN_VALUE,
                        Float.MIN_VALUE,
                        Double.MAX_VALUE));
        comesBack(
                Numbers.class,
                new Numbers((byte) 1, (short) 2, 3, (1L << 53) + 1, 0.1f, Double.MIN_VALUE));
    }

    @Test
    void countsTheDigitsThatPostgresWillWriteOut() {
        String text = mapping(Numbers.class).text(new Numbers((byte) 0, (short) 0, 0, 0, 0, 1e300));
        assertThat(text).hasSizeGreaterThan(300).doesNotContain("E");
        assertThat(mapping(Numbers.class).text(new Numbers((byte) 0, (short) 0, 0, 0, -0f, -0.0)))
                .endsWith("\"e\":0,\"f\":0}");
    }

    @Test
    void takesWhatIsMissingForItsDefault() {
        assertThat(heroes.parse("{\"name\":\"ann\",\"level\":7,\"items\":[{\"what\":\"axe\"}]}"))
                .isEqualTo(
                        new Hero(
                                "ann",
                                7,
                                null,
                                1.5,
                                List.of(new Hero.Item("axe", (short) 1, true)),
                                Map.of(),
                                Hero.Sort.KNIGHT,
                                Bytes.EMPTY));
        assertThat(mapping(Boxes.class).parse("{}")).isEqualTo(new Boxes(null, null, "x"));
        assertThat(mapping(Boxes.class).parse("{\"c\":null}"))
                .isEqualTo(new Boxes(null, null, null));
    }

    @Test
    void passesOverWhatANewerBuildWrote() {
        assertThat(mapping(Text.class).parse("{\"new\":{\"a\":[1,null]},\"text\":\"t\"}"))
                .isEqualTo(new Text("t"));
    }

    @Test
    void holdsRecordsOfItsOwnKind() {
        comesBack(Tree.class, new Tree("a", List.of(new Tree("b", List.of()))));
    }

    @Test
    void refusesRecordsNestedTooDeep() {
        Tree deep = new Tree("leaf", List.of());
        for (int i = 0; i < 100_000; i++) {
            deep = new Tree("node", List.of(deep));
        }
        Tree tree = deep;
        assertThatThrownBy(() -> mapping(Tree.class).text(tree))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested deeper than 32");
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void refusesNumbersThatAreNone(double number) {
        Numbers one = new Numbers((byte) 0, (short) 0, 0, 0, 0, number);
        Numbers two = new Numbers((byte) 0, (short) 0, 0, 0, (float) number, 0);
        assertThatThrownBy(() -> mapping(Numbers.class).text(one))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("document of type thing: f: " + number);
        assertThatThrownBy(() -> mapping(Numbers.class).text(two)).hasMessageContaining("e: ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\0", "half \uD83D", "\uDC09 half", "\uDC09\uD83D"})
    void refusesTextThatPostgresCannotHold(String text) {
        assertThatThrownBy(() -> mapping(Text.class).text(new Text(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot hold");
        Many inAKey = new Many(List.of(), Map.of(text, ""));
        assertThatThrownBy(() -> mapping(Many.class).text(inAKey))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("byName: ");
    }

    @Test
    void refusesWhatIsTooLarge() {
        int around = "{\"text\":\"\"}".length();
        Text most = new Text("x".repeat(DocumentType.BYTES_MAX - around));
        assertThat(mapping(Text.class).text(most)).hasSize(DocumentType.BYTES_MAX);
        Text more = new Text(most.text() + "x");
        assertThatThrownBy(() -> mapping(Text.class).text(more))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65537 bytes");
        Text wide = new Text("\u20ac".repeat(DocumentType.BYTES_MAX / 3));
        assertThatThrownBy(() -> mapping(Text.class).text(wide)).hasMessageContaining("bytes");
    }

    @Test
    @SuppressWarnings("NullAway") // what no compiler keeps authors from
    void refusesNullThatIsNotDeclared() {
        Many inAList = new Many(new ArrayList<>(Arrays.asList("a", null)), Map.of());
        assertThatThrownBy(() -> mapping(Many.class).text(inAList))
                .hasMessageContaining("texts: null");
        Map<String, String> entries = new HashMap<>();
        entries.put("a", null);
        assertThatThrownBy(() -> mapping(Many.class).text(new Many(List.of(), entries)))
                .hasMessageContaining("byName: null");
        assertThatThrownBy(() -> mapping(Text.class).text(new Text(null)))
                .hasMessageContaining("text: null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "7",
                "[]",
                "{",
                "{} {}",
                "{\"number\":1,\"number\":2}",
                "{\"number\":null}",
                "{\"number\":\"1\"}",
                "{\"number\":1.5}",
                "{\"number\":1.0}",
                "{\"number\":2147483648}",
                "{\"number\":1e999999999}",
                "{\"number\":NaN}",
                "{\"number\":[1]}",
                "{\"number\":0}",
                "{}",
            })
    void refusesJsonThatIsNoSuchRecord(String json) {
        assertThatThrownBy(() -> mapping(Positive.class).parse(json))
                .isInstanceOf(UnfitException.class);
    }

    @Test
    void refusesJsonThatWouldCostAStack() {
        String deep = "{\"name\":" + "[".repeat(100_000);
        assertThatThrownBy(() -> heroes.parse(deep)).isInstanceOf(UnfitException.class);
        assertThatThrownBy(() -> mapping(Numbers.class).parse("{\"f\":1e999999999}"))
                .isInstanceOf(UnfitException.class);
    }

    @Test
    void saysWhichDocumentCannotBeReadAndWhy() {
        assertThatThrownBy(
                        () ->
                                heroes.stored(
                                        Owner.player("ann"), "main", "{\"name\":1,\"level\":2}"))
                .isInstanceOf(UnreadableDocumentException.class)
                .hasMessage("document hero of Player[account=ann], key main: name: not a text");
        assertThatThrownBy(() -> heroes.stored(Owner.game(), "main", "{\"name\":\"a\"}"))
                .hasMessageContaining("level: missing, and without @Default");
        assertThatThrownBy(
                        () ->
                                heroes.stored(
                                        Owner.game(),
                                        "main",
                                        "{\"name\":\"a\",\"level\":1,\"items\":[{\"what\":2}]}"))
                .hasMessageContaining("items: what: not a text");
    }

    @ParameterizedTest
    @ValueSource(
            classes = {
                Generic.class,
                Dated.class,
                Perhaps.class,
                ByNumber.class,
                BadDefault.class,
                NoDefaultOfARecord.class
            })
    <D extends Record> void refusesRecordsThatDocumentsCannotHold(Class<D> record) {
        assertThatThrownBy(() -> mapping(record))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("document type thing: " + record.getSimpleName() + ".");
    }

    @Test
    void saysWhatTheIndexesHold() {
        assertThat(heroes.indexed(Hero.of("ann", -7, "owls")))
                .isEqualTo(
                        "[{\"name\":\"level\",\"number_value\":-7},"
                                + "{\"name\":\"guild\",\"text_value\":\"owls\"}]");
        assertThat(heroes.indexed(Hero.of("ann", 7, null)))
                .isEqualTo("[{\"name\":\"level\",\"number_value\":7}]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0", "\uD83D"})
    void refusesTextInAnIndexThatPostgresCannotHold(String guild) {
        assertThatThrownBy(() -> heroes.indexed(Hero.of("ann", 1, guild)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("index guild");
        assertThatThrownBy(() -> heroes.indexed(Hero.of("ann", 1, "g".repeat(129))))
                .hasMessageContaining("at most 128 characters");
    }
}
