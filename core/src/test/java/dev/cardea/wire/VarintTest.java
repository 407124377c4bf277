package dev.cardea.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VarintTest {
    private static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }

    @ParameterizedTest
    @CsvSource({
        "0, 00",
        "1, 01",
        "127, 7f",
        "128, 8001",
        "300, ac02",
        "16383, ff7f",
        "16384, 808001",
        "2097151, ffff7f",
        "268435455, ffffff7f",
        "268435456, 8080808001",
        "2147483647, ffffffff07",
        "4294967295, ffffffff0f"
    })
    void writesAndReadsTheShortestForm(long value, String form) {
        ByteBuf asInt = Unpooled.buffer();
        Varint.writeInt(asInt, (int) value);
        ByteBuf asLong = Unpooled.buffer();
        Varint.writeLong(asLong, value);

        assertThat(ByteBufUtil.hexDump(asInt)).isEqualTo(form);
        assertThat(ByteBufUtil.hexDump(asLong)).isEqualTo(form);
        assertThat(Varint.readInt(asInt)).isEqualTo((int) value);
        assertThat(Varint.readLong(asLong)).isEqualTo(value);
        assertThat(Varint.sizeInt((int) value)).isEqualTo(form.length() / 2);
        assertThat(Varint.sizeLong(value)).isEqualTo(form.length() / 2);
    }

    @Test
    void everyBitOfALongComesBack() {
        for (int bit = 0; bit < Long.SIZE; bit++) {
            for (long value : new long[] {1L << bit, (1L << bit) - 1, -1L << bit}) {
                ByteBuf out = Unpooled.buffer();
                Varint.writeLong(out, value);

                assertThat(out.writerIndex()).isEqualTo(Varint.sizeLong(value));
                assertThat(Varint.readLong(out)).isEqualTo(value);
                assertThat(Varint.unzigzag(Varint.zigzag(value))).isEqualTo(value);
                assertThat(Varint.unzigzag(Varint.zigzag((int) value))).isEqualTo((int) value);
            }
        }
    }

    @Test
    void zigzagKeepsSmallNumbersSmall() {
        for (int n = 0; n < 100; n++) {
            assertThat(Varint.zigzag(n)).isEqualTo(2 * n);
            assertThat(Varint.zigzag(-n - 1)).isEqualTo(2 * n + 1);
        }
        assertThat(Varint.zigzag(Integer.MIN_VALUE)).isEqualTo(-1);
        assertThat(Varint.zigzag(Long.MAX_VALUE)).isEqualTo(-2);
    }

    @ParameterizedTest
    @CsvSource({
        "'', TRUNCATED",
        "80, TRUNCATED",
        "ffffffff, TRUNCATED",
        "8000, NON_CANONICAL",
        "808000, NON_CANONICAL",
        "8080808000, NON_CANONICAL",
        "ffffffff1f, TOO_LONG",
        "808080808001, TOO_LONG",
        "8080808090, TOO_LONG"
    })
    void refusesEveryOtherFormOf32Bits(String form, Kind kind) {
        assertThatThrownBy(() -> Varint.readInt(hex(form))).isSameAs(MalformedException.of(kind));
    }

    @ParameterizedTest
    @CsvSource({
        "'', TRUNCATED",
        "ffffffffffffffffff, TRUNCATED",
        "80808080808000, NON_CANONICAL",
        "80808080808080808000, NON_CANONICAL",
        "ffffffffffffffffff02, TOO_LONG",
        "8080808080808080808001, TOO_LONG"
    })
    void refusesEveryOtherFormOf64Bits(String form, Kind kind) {
        assertThatThrownBy(() -> Varint.readLong(hex(form))).isSameAs(MalformedException.of(kind));
    }
}
