package dev.cardea.net.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.Violation;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordParserTest {
    private static final int FRAME_BYTES_MAX = 10;

    private final Lengths heard = new Lengths();
    private final RecordParser parser = new RecordParser(FRAME_BYTES_MAX);

    /** The lengths of the frames that came. */
    private static final class Lengths implements ConnectionHandler {
        final List<Integer> all = new ArrayList<>();

        @Override
        public void onRecords(ByteBuf records) {
            while (records.isReadable()) {
                int end = Records.enter(records);
                all.add(records.readableBytes());
                Records.leave(records, end);
            }
        }

        @Override
        public void onReadComplete() {}

        @Override
        public void onWritability(boolean writable) {}

        @Override
        public void onClosed() {}
    }

    private @Nullable Violation feed(ByteBuf in) {
        return parser.feed(in, UnpooledByteBufAllocator.DEFAULT, heard);
    }

    private static ByteBuf records(int... lengths) {
        ByteBuf out = Unpooled.buffer();
        for (int length : lengths) {
            out.writeMedium(length).writeZero(length);
        }
        return out;
    }

    @Test
    void findsTheSameRecordsHoweverTheyAreCut() {
        ByteBuf all = records(1, 10, 3, 10, 2);
        for (int step = 1; step <= all.readableBytes(); step++) {
            heard.all.clear();
            for (int at = 0; at < all.readableBytes(); at += step) {
                int size = Math.min(step, all.readableBytes() - at);
                assertThat(feed(all.copy(at, size))).isNull();
            }
            assertThat(heard.all).as("in steps of %d", step).containsExactly(1, 10, 3, 10, 2);
            assertThat(parser.midRecord()).isFalse();
        }
    }

    @Test
    void refusesALongRecordByItsHeaderAndHandsOnWhatCameBefore() {
        ByteBuf in = records(4).writeMedium(FRAME_BYTES_MAX + 1);
        assertThat(feed(in)).isEqualTo(Violation.RECORD_TOO_LARGE);
        assertThat(heard.all).containsExactly(4);
        assertThat(parser.midRecord()).isFalse();
    }

    @Test
    void refusesAnEmptyRecord() {
        assertThat(feed(records(4).writeMedium(0))).isEqualTo(Violation.EMPTY_RECORD);
    }

    @Test
    void keepsOfARecordNoMoreThanCame() {
        RecordParser large = new RecordParser(Records.LENGTH_MAX);
        ByteBuf in = Unpooled.buffer().writeMedium(Records.LENGTH_MAX).writeByte(1);
        UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
        assertThat(large.feed(in, allocator, heard)).isNull();
        assertThat(large.midRecord()).isTrue();
        assertThat(allocator.metric().usedHeapMemory()).isBetween(4L, 64L);
        large.close();
        assertThat(allocator.metric().usedHeapMemory()).isZero();
        assertThat(large.midRecord()).isFalse();
    }

    @Test
    void takesANewBoundFromTheNextRecordOn() {
        parser.limitFrames(20);
        assertThat(feed(records(20))).isNull();
        parser.limitFrames(5);
        assertThat(feed(records(6))).isEqualTo(Violation.RECORD_TOO_LARGE);
    }
}
