package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuantizeTest {
    private record Steer(
            @Quantize(step = 0.01, min = -1, max = 1) float dx,
            @Quantize(step = 0.01, min = -512, max = 512) double x) {}

    private final List<String> clamped = new ArrayList<>();
    private final Codec<Steer> codec =
            Codecs.of(
                    Steer.class,
                    (component, value) -> clamped.add(component + " " + (float) value));

    private Steer sent(float dx, double x) {
        ByteBuf out = Unpooled.buffer();
        codec.encode(new Steer(dx, x), out);
        return codec.decode(out);
    }

    @Test
    void everyStepComesBackAsItselfOverAndOver() {
        for (int index = 0; index <= 102_400; index++) {
            double x = -512 + index * 0.01;
            Steer once = sent(0, x);

            assertThat(once.x()).isEqualTo(x);
            assertThat(sent(once.dx(), once.x())).isEqualTo(once);
        }
        assertThat(clamped).isEmpty();
    }

    @Test
    void whatLiesBetweenGoesToTheNearestStep() {
        assertThat(sent(0.374f, 0).dx()).isEqualTo((float) (-1 + 137 * 0.01));
        assertThat(sent(0.376f, 0).dx()).isEqualTo((float) (-1 + 138 * 0.01));
    }

    @Test
    void lessThanHalfAStepOutsideIsNotClamped() {
        assertThat(sent(1.004f, -512.004)).isEqualTo(new Steer(1, -512));
        assertThat(clamped).isEmpty();
    }

    @Test
    void whatLiesOutsideIsClampedAndReported() {
        assertThat(sent(7, Double.NEGATIVE_INFINITY)).isEqualTo(new Steer(1, -512));
        assertThat(sent(-7, 1e300)).isEqualTo(new Steer(-1, 512));
        assertThat(clamped)
                .containsExactly(
                        "QuantizeTest.Steer.dx 7.0",
                        "QuantizeTest.Steer.x -Infinity",
                        "QuantizeTest.Steer.dx -7.0",
                        "QuantizeTest.Steer.x Infinity");
    }

    @Test
    void aProtocolReportsToo() {
        Protocol<VectorFamilies.Numbers> protocol =
                Protocol.family(VectorFamilies.Numbers.class)
                        .onClamp((component, value) -> clamped.add(component))
                        .build();

        protocol.encode(new VectorFamilies.Numbers.Steer(2, 0), Unpooled.buffer());

        assertThat(clamped).containsExactly("VectorFamilies.Numbers.Steer.dx");
    }

    @Test
    void notANumberIsRefused() {
        assertThatThrownBy(() -> sent(Float.NaN, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("QuantizeTest.Steer.dx: NaN");
    }

    private record Finest(@Quantize(step = 1, min = 0, max = Integer.MAX_VALUE) double value) {}

    @Test
    void anIndexHasUpTo31Bits() {
        Codec<Finest> finest = Codecs.of(Finest.class);
        ByteBuf out = Unpooled.buffer();
        finest.encode(new Finest(Integer.MAX_VALUE), out);

        assertThat(finest.decode(out).value()).isEqualTo(Integer.MAX_VALUE);
        ByteBuf beyond = Unpooled.buffer();
        Varint.writeInt(beyond, Integer.MIN_VALUE);
        assertThatThrownBy(() -> finest.decode(beyond))
                .isSameAs(MalformedException.of(Kind.OUT_OF_RANGE));
    }
}
