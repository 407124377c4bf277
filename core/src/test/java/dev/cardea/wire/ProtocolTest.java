package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProtocolTest {
    sealed interface Said {
        @Id(1)
        record Line(String from, String text) implements Said {}

        @Id(2)
        record Roll(
                int sides, @Nullable Integer result, List<@Max(8) String> tags, Mood mood, Where at)
                implements Said {}

        @Id(3)
        @Raw
        record Blob(Bytes bytes) implements Said {}

        sealed interface Moves extends Said {
            @Id(300)
            record Steer(
                    @Quantize(step = 0.01, min = -1, max = 1) float dx,
                    @BigInt long stamp,
                    long tick,
                    double raw,
                    @Default("7") short later)
                    implements Moves {}
        }
    }

    enum Mood {
        CALM,
        WILD
    }

    record Where(float x, float y) {}

    private final Protocol<Said> protocol = Protocol.of(Said.class);

    private String hex(Said message) {
        ByteBuf out = Unpooled.buffer();
        protocol.encode(message, out);
        return ByteBufUtil.hexDump(out);
    }

    private Said read(String hex) {
        return protocol.decode(Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)));
    }

    @Test
    void writesTheIdAndThenTheComponents() {
        assertThat(hex(new Said.Line("ann", "hi"))).isEqualTo("01" + "03616e6e" + "026869");
    }

    @Test
    void readsWhatItWrote() {
        for (Said said :
                List.of(
                        new Said.Line("ann", "grüß dich \uD83D\uDE00"),
                        new Said.Roll(6, 4, List.of("a", "b"), Mood.WILD, new Where(1, -2.5f)),
                        new Said.Roll(20, null, List.of(), Mood.CALM, new Where(0, 0)),
                        new Said.Blob(Bytes.copyOf(new byte[] {1, 2, 3})),
                        new Said.Moves.Steer(0.5f, Long.MIN_VALUE, 9, 1e300, (short) 8))) {
            assertThat(read(hex(said))).isEqualTo(said);
        }
    }

    @Test
    void refusesAnIdThatNoRecordHas() {
        assertThatThrownBy(() -> read("04")).hasMessage("UNKNOWN_ID");
    }

    @Test
    void printsTheSchema() {
        assertThat(Schema.parse(protocol.schema().prettyJson())).isEqualTo(protocol.schema());
        assertThat(protocol.schemaJson())
                .startsWith(
                        """
                        {"cardea":1,"families":{"messages":[{"id":1,"name":"Line","record":[\
                        {"name":"from","kind":"text","max":4096},\
                        {"name":"text","kind":"text","max":4096}]},""");
    }
}
