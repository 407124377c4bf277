package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: what is read is what was written; method: random values of all shapes, from seeds. */
class RoundTripTest {
    private static final int VALUES = 3_000;

    /** All kinds of components, each also boxed, optional, in lists and in records. */
    sealed interface Everything {
        @Id(1)
        record Primitives(
                boolean bool,
                byte i8,
                short i16,
                int i32,
                long i64,
                @BigInt long big,
                float f32,
                double f64)
                implements Everything {}

        @Id(2)
        record Boxes(
                Boolean bool,
                Byte i8,
                Short i16,
                Integer i32,
                Long i64,
                @BigInt Long big,
                Float f32,
                Double f64)
                implements Everything {}

        @Id(3)
        record Optionals(
                @Nullable Boolean bool,
                @Nullable Byte i8,
                @Nullable Short i16,
                @Nullable Integer i32,
                @Nullable Long i64,
                @Nullable @BigInt Long big,
                @Nullable Float f32,
                @Nullable Double f64,
                @Nullable String text,
                @Nullable Bytes bytes,
                @Nullable Sort sort,
                @Nullable List<Integer> list,
                @Nullable Inner inner,
                @Nullable Tree tree)
                implements Everything {}

        @Id(4)
        record Quantized(
                @Quantize(step = 0.01, min = -1, max = 1) float q32,
                @Quantize(step = 1e-3, min = -1e5, max = 1e5) double q64,
                @Quantize(step = 0.5, min = 0, max = 100) @Nullable Float maybe,
                List<@Quantize(step = 0.25, min = -8, max = 8) Double> list)
                implements Everything {}

        @Id(5)
        record AnyReals(@AllowNonFinite float f32, List<@AllowNonFinite Double> f64)
                implements Everything {}

        sealed interface Grouped extends Everything {
            @Id(200)
            record Objects(String text, @Max(300) Bytes bytes, Sort sort, Inner inner, Tree tree)
                    implements Grouped {}

            @Id(65_535)
            record Lists(
                    List<String> texts,
                    List<Sort> sorts,
                    List<Inner> inners,
                    List<Tree> trees,
                    List<List<List<Byte>>> deep,
                    List<@BigInt Long> bigs,
                    List<Boolean> flags)
                    implements Grouped {}
        }
    }

    enum Sort {
        A,
        B,
        C
    }

    record Inner(int before, @Nullable Inner again, @Default("x") String after) {}

    sealed interface Tree {
        @Id(1)
        record Leaf(short value) implements Tree {}

        @Id(2)
        record Branch(List<Tree> below) implements Tree {}
    }

    private final Protocol<Everything> protocol = Protocol.of(Everything.class);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void readsWhatItWroteAndWritesWhatTheTextSays(long seed) {
        RandomValues values = new RandomValues(seed);
        for (int i = 0; i < VALUES; i++) {
            Everything value = values.of(Everything.class);
            ByteBuf out = Unpooled.buffer();
            protocol.encode(value, out);

            assertThat(ByteBufUtil.hexDump(out))
                    .as("%s, seed %d", value, seed)
                    .isEqualTo(ByteBufUtil.hexDump(ReferenceEncoder.message(value)));
            assertThat(protocol.decode(out)).as("seed %d", seed).isEqualTo(value);
            assertThat(out.isReadable()).isFalse();
        }
    }

    @Test
    void worksOnBuffersOfEveryKind() {
        List<Supplier<ByteBuf>> kinds =
                List.of(
                        Unpooled::buffer,
                        Unpooled::directBuffer,
                        () -> PooledByteBufAllocator.DEFAULT.heapBuffer(1),
                        () -> PooledByteBufAllocator.DEFAULT.directBuffer(1),
                        RoundTripTest::pieces);
        RandomValues values = new RandomValues(7);
        for (Supplier<ByteBuf> kind : kinds) {
            for (int i = 0; i < 500; i++) {
                Everything value = values.of(Everything.class);
                ByteBuf buffer = kind.get();
                buffer.writeInt(0xCAFE);
                protocol.encode(value, buffer);

                assertThat(buffer.readInt()).isEqualTo(0xCAFE);
                assertThat(protocol.decode(buffer)).isEqualTo(value);
                buffer.release();
            }
        }
    }

    /** Made of pieces of three octets. */
    private static ByteBuf pieces() {
        ByteBuf whole =
                Unpooled.compositeBuffer(64).addComponent(Unpooled.buffer(3, 3).writeZero(3));
        return whole.clear();
    }

    @Test
    void readsOnlyUpToTheWriterIndex() {
        ByteBuf out = Unpooled.buffer();
        protocol.encode(new Everything.AnyReals(1, List.of(2.0)), out);
        ByteBuf framed = Unpooled.buffer().writeBytes(out.duplicate()).writeBytes(new byte[16]);

        Everything value = protocol.decode(framed.writerIndex(out.writerIndex()));

        assertThat(value).isEqualTo(new Everything.AnyReals(1, List.of(2.0)));
        assertThat(framed.writerIndex()).isEqualTo(out.writerIndex());
    }

    @Test
    void readListsCannotBeChanged() {
        ByteBuf out = Unpooled.buffer();
        protocol.encode(new Everything.AnyReals(1, List.of(2.0, 3.0)), out);

        List<Double> list = ((Everything.AnyReals) protocol.decode(out)).f64();

        assertThat(list).isUnmodifiable();
    }
}
