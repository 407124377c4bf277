package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: no input brings a room a number or a constant that its declaration excludes. */
class InputBoundsTest {
    enum Weapon {
        SWORD,
        BOW
    }

    sealed interface Input {
        @Id(1)
        record Push(float by) implements Input {}

        @Id(2)
        record Steer(@Quantize(step = 0.5, min = -8, max = 8) float x) implements Input {}

        @Id(3)
        record Draw(Weapon weapon) implements Input {}
    }

    private static final Protocol<Input> PROTOCOL = Protocol.of(Input.class);
    private static final int STEPS = 32;

    private static Kind refusal(int id, ByteBuf body) {
        ByteBuf message = Unpooled.buffer();
        Varint.writeInt(message, id);
        message.writeBytes(body);
        return catchThrowableOfType(MalformedException.class, () -> PROTOCOL.decode(message))
                .kind();
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void refusesWhatIsNoNumber(float value) {
        assertThat(refusal(1, Unpooled.buffer().writeFloat(value))).isEqualTo(Kind.NOT_FINITE);
    }

    @ParameterizedTest
    @ValueSource(ints = {STEPS + 1, 1_000, Integer.MAX_VALUE, -1})
    void refusesAStepOutsideOfItsRange(int index) {
        ByteBuf body = Unpooled.buffer();
        Varint.writeInt(body, index);
        assertThat(refusal(2, body)).isEqualTo(Kind.OUT_OF_RANGE);
    }

    @Test
    void takesTheLastStepOfItsRange() {
        ByteBuf message = Unpooled.buffer();
        Varint.writeInt(message, 2);
        Varint.writeInt(message, STEPS);
        assertThat(PROTOCOL.decode(message)).isEqualTo(new Input.Steer(8));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 300, Integer.MAX_VALUE})
    void refusesAConstantThatIsNone(int place) {
        ByteBuf body = Unpooled.buffer();
        Varint.writeInt(body, place);
        assertThat(refusal(3, body)).isEqualTo(Kind.UNKNOWN_ENUM);
    }
}
