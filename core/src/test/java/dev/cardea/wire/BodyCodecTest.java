package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Int32Value;
import com.google.protobuf.Message;
import com.google.protobuf.StringValue;
import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Goal: a game may bring its own format, for all of its messages or for some. */
class BodyCodecTest {
    private final Protocol<Message> protobuf =
            Protocol.family(Message.class)
                    .message(
                            1,
                            StringValue.class,
                            BodyCodec.protobuf(
                                    "google.protobuf.StringValue",
                                    StringValue::toByteArray,
                                    StringValue::parseFrom))
                    .message(
                            2,
                            Int32Value.class,
                            BodyCodec.protobuf(
                                    "google.protobuf.Int32Value",
                                    Int32Value::toByteArray,
                                    Int32Value::parseFrom))
                    .build();

    @Test
    void aFamilyMayBeOfProtobufAlone() {
        ByteBuf out = Unpooled.buffer();
        protobuf.encode(Int32Value.of(150), out);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("02" + "089601");
        assertThat(protobuf.decode(out)).isEqualTo(Int32Value.of(150));
        assertThat(protobuf.nameOf(StringValue.of(""))).isEqualTo("StringValue");
        assertThat(protobuf.schemaJson())
                .contains(
                        """
                        {"id":2,"name":"Int32Value","protobuf":"google.protobuf.Int32Value"}\
                        """);
        assertThat(protobuf.toJson(Int32Value.of(150)))
                .isEqualTo("{\"$type\":\"Int32Value\",\"$bytes\":\"089601\"}");
    }

    @Test
    void whatTheParserRefusesIsMalformed() {
        ByteBuf broken = Unpooled.copiedBuffer(new byte[] {1, 0x0a, 5, 'x'});

        assertThatThrownBy(() -> protobuf.decode(broken))
                .isSameAs(MalformedException.of(Kind.REFUSED));
        assertThat(broken.isReadable()).isFalse();
    }

    private sealed interface Mixed {
        @Id(1)
        record Word(String text) implements Mixed {}

        @Id(2)
        record Other(int value) implements Mixed {}
    }

    private static final BodyCodec<Mixed.Word> LATIN =
            BodyCodec.raw(
                    word -> word.text().getBytes(StandardCharsets.ISO_8859_1),
                    bytes -> new Mixed.Word(new String(bytes, StandardCharsets.ISO_8859_1)));

    @Test
    void oneMessageMayHaveItsOwnFormat() {
        Protocol<Mixed> mixed = Protocol.family(Mixed.class).body(Mixed.Word.class, LATIN).build();
        ByteBuf out = Unpooled.buffer();
        mixed.encode(new Mixed.Word("é"), out);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("01" + "e9");
        assertThat(mixed.decode(out)).isEqualTo(new Mixed.Word("é"));
        assertThat(mixed.schemaJson()).contains("{\"id\":1,\"name\":\"Word\",\"raw\":true}");
    }

    @Test
    void aBodyIsForAMessageOfTheFamily() {
        Protocol.Builder<Record> family =
                Protocol.family(Record.class)
                        .message(1, Mixed.Word.class, LATIN)
                        .body(
                                Mixed.Other.class,
                                BodyCodec.raw(other -> new byte[0], bytes -> new Mixed.Other(1)));

        assertThatThrownBy(family::build)
                .isInstanceOf(DeclarationException.class)
                .hasMessage("BodyCodecTest.Mixed.Other: is not in the family Record");
    }

    @Test
    void theSameIdTwiceIsAMistake() {
        Protocol.Builder<Mixed> family =
                Protocol.family(Mixed.class).message(2, Mixed.Word.class, LATIN);

        assertThatThrownBy(family::build)
                .isInstanceOf(DeclarationException.class)
                .hasMessageContaining("both have the id 2");
    }

    @Test
    void aParserThatFindsNothingRefuses() {
        @SuppressWarnings("NullAway") // the bug that is tested
        BodyCodec<Mixed.Word> none = BodyCodec.raw(word -> new byte[0], bytes -> null);

        assertThatThrownBy(() -> none.decode(Unpooled.EMPTY_BUFFER))
                .isSameAs(MalformedException.of(Kind.REFUSED));
    }

    @Test
    void saysWhatItIs() {
        assertThat(LATIN.schema().json())
                .isEqualTo(
                        "{\"cardea\":1,\"families\":{\"record\":"
                                + "[{\"id\":1,\"name\":\"Bytes\",\"raw\":true}]},\"types\":{}}");
    }
}
