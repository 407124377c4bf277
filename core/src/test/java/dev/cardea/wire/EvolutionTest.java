package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Goal: peers of two ages understand each other as far as the older one's words reach. */
class EvolutionTest {
    private record Old(String name, List<OldItem> items, OldShape shape) {}

    private record OldItem(int id) {}

    private sealed interface OldShape {
        @Id(1)
        record Circle(float radius) implements OldShape {}
    }

    private record New(
            String name,
            List<NewItem> items,
            NewShape shape,
            @Default("-5") long score,
            @Default @Nullable String title,
            @Default("0.25") double factor) {}

    private record NewItem(int id, @Default("true") boolean usable, @Default("7") byte weight) {}

    private sealed interface NewShape {
        @Id(1)
        record Circle(float radius, @Default("1") float width) implements NewShape {}

        @Id(2)
        record Square(float side) implements NewShape {}
    }

    private final Codec<Old> old = Codecs.of(Old.class);
    private final Codec<New> now = Codecs.of(New.class);

    @Test
    void aNewPeerFillsInWhatAnOldOneDoesNotSay() {
        ByteBuf out = Unpooled.buffer();
        old.encode(new Old("ann", List.of(new OldItem(1), new OldItem(2)), circle(2)), out);

        assertThat(now.decode(out))
                .isEqualTo(
                        new New(
                                "ann",
                                List.of(
                                        new NewItem(1, true, (byte) 7),
                                        new NewItem(2, true, (byte) 7)),
                                new NewShape.Circle(2, 1),
                                -5,
                                null,
                                0.25));
    }

    @Test
    void anOldPeerLeavesWhatItDoesNotKnow() {
        ByteBuf out = Unpooled.buffer();
        now.encode(
                new New(
                        "ann",
                        List.of(new NewItem(1, false, (byte) 1), new NewItem(2, true, (byte) 2)),
                        new NewShape.Circle(2, 3),
                        9,
                        "queen",
                        0.5),
                out);

        assertThat(old.decode(out))
                .isEqualTo(new Old("ann", List.of(new OldItem(1), new OldItem(2)), circle(2)));
        assertThat(out.isReadable()).isFalse();
    }

    @Test
    void anOldPeerCannotReadAnAlternativeThatItDoesNotKnow() {
        ByteBuf out = Unpooled.buffer();
        now.encode(new New("", List.of(), new NewShape.Square(1), 0, null, 0), out);

        assertThatThrownBy(() -> old.decode(out))
                .isSameAs(MalformedException.of(MalformedException.Kind.UNKNOWN_ID));
    }

    @Test
    void theAgesOfManyPeersInARowMakeNoDifference() {
        Random random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            Old said = new Old("x".repeat(random.nextInt(200)), items(random), circle(i));
            ByteBuf first = Unpooled.buffer();
            old.encode(said, first);
            ByteBuf second = Unpooled.buffer();
            now.encode(now.decode(first), second);

            assertThat(old.decode(second)).isEqualTo(said);
        }
    }

    private static List<OldItem> items(Random random) {
        return random.ints(random.nextInt(100)).mapToObj(OldItem::new).toList();
    }

    private static OldShape circle(float radius) {
        return new OldShape.Circle(radius);
    }

    private record Every(
            boolean there,
            @Default("true") boolean bool,
            @Default("-1") byte i8,
            @Default("-300") short i16,
            @Default("2147483647") int i32,
            @Default("-9007199254740991") long i64,
            @Default("-9223372036854775808") @BigInt long big,
            @Default("0.1") float f32,
            @Default("1e-300") double f64,
            @Default("0.5") @Quantize(step = 0.25, min = 0, max = 1) float q32,
            @Default("text \"quoted\"") String text,
            @Default Bytes bytes,
            @Default List<String> list,
            @Default("B") Sort sort,
            @Default @Nullable Every again,
            @Default("3") @Nullable Integer maybe,
            @Default("4") Integer boxed,
            @Default Boolean boxedBool,
            @Default("5") @BigInt Long boxedBig) {}

    private enum Sort {
        A,
        B
    }

    @Test
    void everyKindOfComponentCanHaveADefault() {
        assertThat(Codecs.of(Every.class).decode(Unpooled.buffer().writeByte(1)))
                .isEqualTo(
                        new Every(
                                true,
                                true,
                                (byte) -1,
                                (short) -300,
                                Integer.MAX_VALUE,
                                -Scalars.SAFE_MAX,
                                Long.MIN_VALUE,
                                0.1f,
                                1e-300,
                                0.5f,
                                "text \"quoted\"",
                                Bytes.EMPTY,
                                List.of(),
                                Sort.B,
                                null,
                                3,
                                4,
                                false,
                                5L));
    }
}
