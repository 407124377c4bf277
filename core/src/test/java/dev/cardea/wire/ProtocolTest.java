package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    private sealed interface Said {
        @Id(1)
        record Line(@Max(8) String text, long tick) implements Said {}

        @Id(7)
        record Scores(@Max(2) List<Float> values) implements Said {}

        @Id(8)
        record Tree(Node root) implements Said {}
    }

    private record Node(@Nullable Node next) {}

    private record Stranger() {}

    private final Protocol<Said> protocol = Protocol.of(Said.class);

    @Test
    void readsAndWritesPrivateRecords() {
        ByteBuf out = Unpooled.buffer();
        protocol.encode(new Said.Line("hi", -2), out);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("01" + "026869" + "03");
        assertThat(protocol.decode(out)).isEqualTo(new Said.Line("hi", -2));
    }

    @Test
    void knowsIdsAndNames() {
        assertThat(protocol.idOf(new Said.Line("", 0))).isEqualTo(1);
        assertThat(protocol.idOf(Said.Scores.class)).isEqualTo(7);
        assertThat(protocol.nameOf(new Said.Scores(List.of()))).isEqualTo("Scores");
    }

    @Test
    void aValueThatCannotBeSaidIsRefusedByNameAndLeavesTheBufferAsItWas() {
        refuses(new Said.Line("123456789", 0), "ProtocolTest.Said.Line.text: 9 bytes, at most 8");
        refuses(new Said.Line("ok", 1L << 53), "ProtocolTest.Said.Line.tick: 9007199254740992 is");
        refuses(new Said.Scores(List.of(1f, 2f, 3f)), "Scores.values: 3 elements, at most 2");
        refuses(new Said.Scores(List.of(1f, Float.NaN)), "Scores.values: NaN");
    }

    @Test
    @SuppressWarnings("NullAway") // the bug that is tested
    void aNullIsRefusedByName() {
        List<Float> holed = new ArrayList<>();
        holed.add(null);

        refuses(new Said.Line(null, 0), "Line.text is null and not @Nullable");
        refuses(new Said.Scores(holed), "Scores.values has an element that is null");
    }

    @Test
    void recordsDeeperThanSixteenAreRefused() {
        Node node = new Node(null);
        for (int i = 0; i < 15; i++) {
            node = new Node(node);
        }
        refuses(new Said.Tree(node), "nested deeper than 16");
    }

    private void refuses(Said message, String why) {
        ByteBuf out = Unpooled.buffer().writeByte(5);

        assertThatThrownBy(() -> protocol.encode(message, out))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(why);
        assertThat(out.writerIndex()).isEqualTo(1);
    }

    @Test
    void anEmptyFamilyHasNoMessages() {
        Protocol<Stranger> empty = Protocol.empty(Stranger.class);

        assertThatThrownBy(() -> empty.decode(Unpooled.buffer().writeByte(1)))
                .isSameAs(MalformedException.of(Kind.UNKNOWN_ID));
        assertThatThrownBy(() -> empty.encode(new Stranger(), Unpooled.buffer()))
                .hasMessage("ProtocolTest.Stranger is not in the family");
        assertThat(empty.schemaJson())
                .isEqualTo("{\"cardea\":1,\"families\":{\"messages\":[]},\"types\":{}}");
    }

    private record Percent(int value) {
        Percent {
            if (value < 0 || value > 100) {
                throw new IllegalArgumentException("no percentage: " + value);
            }
        }
    }

    @Test
    void whatTheConstructorRefusesIsMalformed() {
        Codec<Percent> codec = Codecs.of(Percent.class);
        ByteBuf out = Unpooled.buffer();
        codec.encode(new Percent(100), out);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("c801");
        assertThat(codec.decode(out)).isEqualTo(new Percent(100));
        assertThatThrownBy(() -> codec.decode(Unpooled.copiedBuffer(new byte[] {0x01})))
                .isSameAs(MalformedException.of(Kind.REFUSED));
    }

    @Test
    void aSingleRecordHasNoIdAndLeavesTheBufferAsItWasWhenRefused() {
        Codec<Said.Scores> codec = Codecs.of(Said.Scores.class);
        ByteBuf out = Unpooled.buffer();

        assertThatThrownBy(() -> codec.encode(new Said.Scores(List.of(1f, Float.NaN)), out))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(out.writerIndex()).isZero();
        codec.encode(new Said.Scores(List.of(1f)), out);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("01" + "3f800000");
    }

    @Test
    void bytesAreACodecToo() {
        Codec<Bytes> codec = Codecs.of(Bytes.class);
        ByteBuf out = Unpooled.buffer();

        codec.encode(Bytes.copyOf(new byte[] {1, 2}), out);

        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("0102");
        assertThat(codec.decode(out)).isEqualTo(Bytes.copyOf(new byte[] {1, 2}));
        assertThat(out.isReadable()).isFalse();
    }

    @Test
    void malformedExceptionsHaveNoStackAndAreTheSameEachTime() {
        for (Kind kind : Kind.values()) {
            MalformedException exception = MalformedException.of(kind);

            assertThat(exception).isSameAs(MalformedException.of(kind));
            assertThat(exception.getStackTrace()).isEmpty();
            exception.addSuppressed(new IllegalStateException());
            assertThat(exception.getSuppressed()).isEmpty();
        }
    }
}
