package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Goal: values are what docs/protocol-values.md says; method: the vectors that the JS client reads
 * too.
 */
class ValueVectorsTest {
    private static final JsonNode VECTORS = vectors();
    private static final Path PAGE = Path.of("..", "docs", "protocol-values.md");

    private static JsonNode vectors() {
        try (InputStream in = ValueVectorsTest.class.getResourceAsStream("/vectors/values.json")) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    private static Stream<JsonNode> schemas() {
        return VECTORS.get("schemas").valueStream();
    }

    private static Stream<JsonNode> values() {
        return VECTORS.get("values").valueStream();
    }

    private static Stream<JsonNode> readable() {
        return VECTORS.get("readable").valueStream();
    }

    private static Stream<JsonNode> malformed() {
        return VECTORS.get("malformed").valueStream();
    }

    @ParameterizedTest
    @MethodSource("schemas")
    void printsTheSchema(JsonNode vector) {
        Schema schema = protocol(vector, "name").schema();

        assertThat(schema.json()).isEqualTo(vector.get("schema").toString());
        assertThat(HexFormat.of().toHexDigits(schema.hash()))
                .isEqualTo(vector.get("hash").asString());
    }

    @ParameterizedTest
    @MethodSource("values")
    <T> void readsTheVectorAndWritesItAgain(JsonNode vector) {
        Protocol<T> protocol = protocol(vector, "schema");

        T message = protocol.decode(hex(vector));
        ByteBuf out = Unpooled.buffer();
        protocol.encode(message, out);

        assertThat(parsed(protocol.toJson(message))).isEqualTo(vector.get("json"));
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(vector.get("hex").asString());
    }

    @ParameterizedTest
    @MethodSource("readable")
    <T> void readsWhatAnOlderOrNewerPeerSays(JsonNode vector) {
        Protocol<T> protocol = protocol(vector, "schema");

        T message = protocol.decode(hex(vector));
        ByteBuf out = Unpooled.buffer();
        protocol.encode(message, out);

        assertThat(parsed(protocol.toJson(message))).isEqualTo(vector.get("json"));
        assertThat(ByteBufUtil.hexDump(out)).isNotEqualTo(vector.get("hex").asString());
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesTheMalformedVector(JsonNode vector) {
        ByteBuf bytes = hex(vector);

        MalformedException refusal =
                catchThrowableOfType(
                        MalformedException.class, () -> protocol(vector, "schema").decode(bytes));

        assertThat(refusal.kind()).isEqualTo(Kind.valueOf(vector.get("kind").asString()));
        assertThat(bytes.isReadable()).isFalse();
    }

    @Test
    void thereIsAMalformedVectorForEachKindOfMistakeInAValue() {
        Set<Kind> ofFramesAlone = EnumSet.of(Kind.TRAILING_BYTES, Kind.DUPLICATE, Kind.RESERVED);

        assertThat(malformed().map(vector -> Kind.valueOf(vector.get("kind").asString())))
                .containsAll(EnumSet.complementOf(EnumSet.copyOf(ofFramesAlone)));
    }

    @Test
    void thereIsAVectorForEveryMessage() {
        for (Map.Entry<String, Protocol<?>> family : VectorFamilies.ALL.entrySet()) {
            Set<String> used =
                    values().filter(vector -> is(vector, family.getKey()))
                            .map(vector -> vector.get("json").get("$type").asString())
                            .collect(Collectors.toCollection(TreeSet::new));

            assertThat(family.getValue().messages())
                    .extracting(Message::name)
                    .hasSameElementsAs(used);
        }
    }

    @Test
    void theExamplesOfThePageAreVectors() throws IOException {
        Pattern row = Pattern.compile("^\\| (\\w+) \\| `(.+)` \\| `([0-9a-f ]+)` \\|$");
        List<String> examples =
                Files.readAllLines(PAGE).stream()
                        .map(row::matcher)
                        .filter(matcher -> matcher.matches())
                        .map(
                                matcher ->
                                        matcher.group(1)
                                                + parsed(matcher.group(2))
                                                + matcher.group(3).replace(" ", ""))
                        .toList();

        assertThat(examples).hasSizeGreaterThanOrEqualTo(8);
        assertThat(
                        Stream.concat(values(), readable())
                                .map(
                                        vector ->
                                                vector.get("schema").asString()
                                                        + vector.get("json")
                                                        + vector.get("hex").asString()))
                .containsAll(examples);
    }

    private static boolean is(JsonNode vector, String schema) {
        return vector.get("schema").asString().equals(schema);
    }

    @SuppressWarnings("unchecked") // the caller knows nothing of the type
    private static <T> Protocol<T> protocol(JsonNode vector, String field) {
        return (Protocol<T>)
                Objects.requireNonNull(VectorFamilies.ALL.get(vector.get(field).asString()));
    }

    private static ByteBuf hex(JsonNode vector) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(vector.get("hex").asString()));
    }

    private static JsonNode parsed(String json) {
        return JsonMapper.shared().readTree(json);
    }
}
