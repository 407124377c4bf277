package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cardea.session.Delivery;
import dev.cardea.session.SessionId;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Goal: frames are what docs/PROTOCOL.md says; method: the vectors that the JS client reads too.
 */
class FrameTest {
    private static final JsonNode VECTORS = vectors();

    private static JsonNode vectors() {
        try (InputStream in = FrameTest.class.getResourceAsStream("/vectors/frames.json")) {
            return JsonMapper.shared().readTree(in);
        } catch (IOException missing) {
            throw new AssertionError(missing);
        }
    }

    static Stream<JsonNode> frames() {
        return VECTORS.get("frames").valueStream();
    }

    static Stream<JsonNode> malformed() {
        return VECTORS.get("malformed").valueStream();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void readsTheVector(JsonNode vector) {
        ByteBuf bytes = hex(vector, "hex");

        Frame frame = Frame.read(bytes);

        assertThat(ByteBufUtil.hexDump(bytes)).isEqualTo(vector.get("body").asString());
        assertThat(JsonMapper.shared().<JsonNode>valueToTree(fields(frame)))
                .isEqualTo(vector.get("frame"));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void writesTheVector(JsonNode vector) {
        ByteBuf bytes = hex(vector, "hex");
        Frame frame = Frame.read(bytes.duplicate());
        ByteBuf out = Unpooled.buffer();

        frame.write(out);
        out.writeBytes(hex(vector, "body"));

        String future = vector.get("name").asString();
        if (future.contains("future")) {
            assertThat(ByteBufUtil.hexDump(bytes)).startsWith(ByteBufUtil.hexDump(out));
        } else {
            assertThat(ByteBufUtil.hexDump(out)).isEqualTo(vector.get("hex").asString());
        }
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void refusesTheVectorWithItsKind(JsonNode vector) {
        Throwable thrown = catchThrowable(() -> Frame.read(hex(vector, "hex")));

        assertThat(thrown)
                .isInstanceOfSatisfying(
                        MalformedException.class,
                        e -> assertThat(e.kind().name()).isEqualTo(vector.get("kind").asString()));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void refusesEveryTruncationOfHeadAndFieldsOrReadsAnotherFrame(JsonNode vector) {
        ByteBuf bytes = hex(vector, "hex");
        for (int length = 0; length < bytes.readableBytes(); length++) {
            readsOrRefuses(bytes.copy(0, length));
        }
    }

    @Test
    void answersAnyBytesWithAFrameOrAMalformedException() {
        Random random = new Random(7);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(64)];
            random.nextBytes(bytes);
            readsOrRefuses(Unpooled.wrappedBuffer(bytes));
        }
    }

    private static void readsOrRefuses(ByteBuf bytes) {
        Throwable thrown = catchThrowable(() -> Frame.read(bytes));
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(MalformedException.class);
            assertThat(thrown.getStackTrace()).isEmpty();
        }
    }

    @Test
    void stepsThroughRecordsWhetherReadOrNot() {
        ByteBuf out = Unpooled.buffer();
        for (int t0 = 1; t0 <= 3; t0++) {
            int mark = Records.begin(out);
            new Frame.Ping(t0).write(out);
            Records.end(out, mark);
        }
        List<Frame> frames = new ArrayList<>();
        while (out.isReadable()) {
            int end = Records.enter(out);
            if (frames.size() != 1) {
                frames.add(Frame.read(out));
            } else {
                frames.add(new Frame.Cancel(0));
            }
            Records.leave(out, end);
        }
        assertThat(frames)
                .containsExactly(new Frame.Ping(1), new Frame.Cancel(0), new Frame.Ping(3));
    }

    @Test
    void cutsATextForPeopleAtAWholeCharacter() {
        ByteBuf out = Unpooled.buffer();
        Utf8.writeRest(out, "ab\uD83D\uDE00cd", 5);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("6162");
        Utf8.writeRest(out.clear(), "ab\uD83D\uDE00cd", 3);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("6162");
        Utf8.writeRest(out.clear(), "ab\uD83D\uDE00cd", 7);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("6162f09f988063");
        Utf8.writeRest(out.clear(), "\uDE00\uDE00\uDE00", 2);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("3f3f");
    }

    @Test
    @Timeout(20)
    void cutsALongTextAtOnce() {
        ByteBuf out = Unpooled.buffer();
        Utf8.writeRest(out, "\u20AC".repeat(1 << 19), 256);
        assertThat(out.readableBytes()).isEqualTo(255);
    }

    private static ByteBuf hex(JsonNode vector, String field) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(vector.get(field).asString()));
    }

    /** The fields of a frame as the vectors name them. */
    private static Map<String, @Nullable Object> fields(Frame frame) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("type", frame.getClass().getSimpleName());
        for (RecordComponent component : frame.getClass().getRecordComponents()) {
            Object value = component(frame, component);
            String name = component.getName().equals("type") ? "type_" : component.getName();
            if (value instanceof Delivery delivery) {
                fields.put(
                        "delivery", delivery.getClass().getSimpleName().toLowerCase(Locale.ROOT));
                fields.put("key", delivery instanceof Delivery.Latest(long key) ? "" + key : "0");
            } else {
                fields.put(name, plain(value));
            }
        }
        return fields;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case Long number -> number.toString();
            case Bytes bytes -> bytes.toString();
            case SessionId session -> session.toString();
            case List<?> list -> list.stream().map(FrameTest::plain).toList();
            case Record nested -> {
                Map<String, @Nullable Object> inner = new LinkedHashMap<>();
                for (RecordComponent component : nested.getClass().getRecordComponents()) {
                    inner.put(component.getName(), plain(component(nested, component)));
                }
                yield inner;
            }
            default -> value;
        };
    }

    private static @Nullable Object component(Record record, RecordComponent component) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException hidden) {
            throw new LinkageError("a public record hides " + component, hidden);
        }
    }

    private static @Nullable Object component(Frame frame, RecordComponent component) {
        return component((Record) frame, component);
    }
}
