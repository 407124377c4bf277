package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.sun.management.ThreadMXBean;
import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Goal: whatever a peer sends is a message or a MalformedException, and takes memory in proportion
 * to what was sent; method: cuts, flipped bits and noise from seeds.
 */
class HostileValuesTest {
    private static final int VALUES = 1_000;

    /** An object of a few words, and its place in a list, for each octet. */
    private static final long BYTES_PER_OCTET = 200;

    private static final long BYTES_AT_LEAST = 4_096;

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final Protocol<RoundTripTest.Everything> protocol =
            Protocol.of(RoundTripTest.Everything.class);

    /** Loads what a first use loads, which is no fault of a peer. */
    @BeforeEach
    void warmUp() {
        RandomValues values = new RandomValues(10);
        for (int i = 0; i < VALUES; i++) {
            byte[] whole = bytes(values.of(RoundTripTest.Everything.class));
            protocol.decode(Unpooled.wrappedBuffer(whole));
            var _ = read(Unpooled.wrappedBuffer(whole, 0, whole.length - 1));
        }
    }

    @Test
    void everyCutIsAMessageOfAnOlderPeerOrTruncated() {
        RandomValues values = new RandomValues(11);
        for (int i = 0; i < VALUES; i++) {
            byte[] whole = bytes(values.of(RoundTripTest.Everything.class));
            for (int length = 0; length < whole.length; length++) {
                Throwable thrown = read(Unpooled.wrappedBuffer(whole, 0, length));
                if (thrown != null) {
                    assertThat(thrown).isSameAs(MalformedException.of(Kind.TRUNCATED));
                }
            }
        }
    }

    @Test
    void noMessageWithoutDefaultsCanBeCut() {
        RandomValues values = new RandomValues(12);
        Protocol<VectorFamilies.Numbers> numbers = Protocol.of(VectorFamilies.Numbers.class);
        for (int i = 0; i < VALUES; i++) {
            ByteBuf out = Unpooled.buffer();
            numbers.encode(values.of(VectorFamilies.Numbers.class), out);
            for (int length = 0; length < out.writerIndex(); length++) {
                ByteBuf cut = out.slice(0, length);
                assertThat(catchThrowable(() -> numbers.decode(cut)))
                        .isSameAs(MalformedException.of(Kind.TRUNCATED));
            }
        }
    }

    @Test
    void aFlippedBitIsAnotherMessageOrMalformed() {
        RandomValues values = new RandomValues(13);
        for (int i = 0; i < VALUES / 4; i++) {
            byte[] whole = bytes(values.of(RoundTripTest.Everything.class));
            for (int bit = 0; bit < whole.length * 8; bit++) {
                whole[bit / 8] ^= (byte) (1 << bit % 8);
                readBounded(whole);
                whole[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    @Test
    void noiseIsAMessageOrMalformed() {
        Random random = new Random(14);
        for (int i = 0; i < VALUES * 50; i++) {
            byte[] noise = new byte[1 + random.nextInt(80)];
            random.nextBytes(noise);
            if (random.nextBoolean()) {
                noise[0] = (byte) (1 + random.nextInt(5));
            }
            readBounded(noise);
        }
    }

    sealed interface Bomb {
        @Id(1)
        record Many(@Max(Max.LIMIT) List<Integer> items) implements Bomb {}

        @Id(2)
        record Empties(@Max(Max.LIMIT) List<Nothing> items) implements Bomb {}

        @Id(3)
        record Lists(@Max(Max.LIMIT) List<@Max(Max.LIMIT) List<Byte>> items) implements Bomb {}

        @Id(4)
        record Text(@Max(Max.LIMIT) String text, @Max(Max.LIMIT) Bytes bytes) implements Bomb {}

        @Id(5)
        record Chain(@Nullable Chained first) implements Bomb {}
    }

    record Nothing() {}

    record Chained(@Nullable Chained next) {}

    @Test
    void aCountOfAMillionAllocatesNothingWhenThreeOctetsCame() {
        Protocol<Bomb> bombs = Protocol.of(Bomb.class);
        for (int id = 1; id <= 4; id++) {
            ByteBuf bomb = Unpooled.buffer().writeByte(id);
            Varint.writeInt(bomb, Max.LIMIT);
            bomb.writeZero(3);
            var _ = catchThrowable(() -> bombs.decode(bomb.duplicate())); // classes are loaded

            long before = THREADS.getCurrentThreadAllocatedBytes();
            Throwable thrown = null;
            try {
                bombs.decode(bomb);
            } catch (MalformedException malformed) {
                thrown = malformed;
            }
            long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;

            assertThat(thrown).isSameAs(MalformedException.of(Kind.TRUNCATED));
            assertThat(bytes).isLessThan(BYTES_AT_LEAST);
        }
    }

    @Test
    void aListOfEmptyRecordsTakesAnOctetForEach() {
        Protocol<Bomb> bombs = Protocol.of(Bomb.class);
        ByteBuf bomb = Unpooled.buffer().writeByte(2);
        Varint.writeInt(bomb, 1_000);
        bomb.writeZero(999);

        assertThat(catchThrowable(() -> bombs.decode(bomb.duplicate())))
                .isSameAs(MalformedException.of(Kind.TRUNCATED));
        Bomb whole = bombs.decode(bomb.writeZero(1));
        assertThat(((Bomb.Empties) whole).items()).hasSize(1_000);
    }

    @Test
    void aChainOfRecordsEndsAtTheSixteenth() {
        Protocol<Bomb> bombs = Protocol.of(Bomb.class);

        for (int links = 1; links <= 15; links++) {
            assertThat(bombs.decode(chain(links))).isInstanceOf(Bomb.Chain.class);
        }
        for (int links : new int[] {16, 17, 60, 5_000}) {
            assertThat(catchThrowable(() -> bombs.decode(chain(links))))
                    .isSameAs(MalformedException.of(Kind.TOO_DEEP));
        }
    }

    /** {@code 05 | present | length | present | length | ... | absent}. */
    private static ByteBuf chain(int links) {
        ByteBuf body = Unpooled.buffer().writeByte(0);
        for (int i = 0; i < links; i++) {
            ByteBuf outer = Unpooled.buffer().writeByte(1);
            Varint.writeInt(outer, body.readableBytes());
            body = outer.writeBytes(body);
        }
        return Unpooled.buffer().writeByte(5).writeBytes(body);
    }

    private byte[] bytes(RoundTripTest.Everything value) {
        ByteBuf out = Unpooled.buffer();
        protocol.encode(value, out);
        return ByteBufUtil.getBytes(out);
    }

    private @Nullable Throwable read(ByteBuf in) {
        return catchThrowable(() -> protocol.decode(in));
    }

    private void readBounded(byte[] octets) {
        ByteBuf in = Unpooled.wrappedBuffer(octets);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        RuntimeException thrown = null;
        try {
            protocol.decode(in);
        } catch (RuntimeException failure) {
            thrown = failure;
        }
        long bytes = THREADS.getCurrentThreadAllocatedBytes() - before;
        if (thrown != null) {
            assertThat(thrown).isInstanceOf(MalformedException.class);
        }
        assertThat(bytes)
                .as(() -> ByteBufUtil.hexDump(octets))
                .isLessThan(BYTES_AT_LEAST + BYTES_PER_OCTET * octets.length);
        assertThat(in.isReadable()).isFalse();
    }
}
