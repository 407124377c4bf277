package dev.cardea.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.link.Link;
import dev.cardea.net.link.LinkHandler;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * One end of a link under {@link LinkContract}: sends numbered records, and checks what it is told
 * against the rules of handlers. Confined to the link's loop.
 */
final class LinkPeer implements LinkHandler {
    private static final int NUMBER_BYTES = Long.BYTES;

    private final Link link;
    final List<Long> received = new ArrayList<>();
    int turns;
    int writableAgain;
    int closed;
    LongConsumer onNumber = number -> {};
    private long last;
    private boolean inCall;
    private boolean unfinishedTurn;

    LinkPeer(Link link) {
        this.link = link;
    }

    Link link() {
        return link;
    }

    /** Offers record {@code number} with {@code padding} bytes; true if it was accepted. */
    boolean offer(long number, int padding) {
        ByteBuf records = Unpooled.buffer();
        append(records, number, padding);
        return offer(records);
    }

    /** Offers several records at once. */
    boolean offer(ByteBuf records) {
        if (link.offer(records) == Link.Offer.ACCEPTED) {
            return true;
        }
        assertThat(records.refCnt()).as("what is not taken stays the caller's").isEqualTo(1);
        records.release();
        return false;
    }

    static void append(ByteBuf out, long number, int padding) {
        int mark = Records.begin(out);
        out.writeLong(number);
        for (int i = 0; i < padding; i++) {
            out.writeByte((int) number + i);
        }
        Records.end(out, mark);
    }

    @Override
    public void onRecords(ByteBuf records) {
        enter();
        unfinishedTurn = true;
        assertThat(records.isReadable()).as("never called for nothing").isTrue();
        while (records.isReadable()) {
            int end = Records.enter(records);
            long number = records.readLong();
            assertThat(number).as("in order").isGreaterThan(last);
            assertPadding(records, number);
            Records.leave(records, end);
            last = number;
            received.add(number);
            onNumber.accept(number);
        }
        inCall = false;
    }

    private static void assertPadding(ByteBuf records, long number) {
        for (int i = 0; records.isReadable(); i++) {
            assertThat(records.readByte()).as("unharmed").isEqualTo((byte) (number + i));
        }
    }

    @Override
    public void onReadComplete() {
        enter();
        assertThat(unfinishedTurn).as("only after records").isTrue();
        unfinishedTurn = false;
        turns++;
        inCall = false;
    }

    @Override
    public void onWritability(boolean writable) {
        assertThat(closed).as("nothing after the end").isZero();
        assertThat(link.writable()).as("what is told holds").isEqualTo(writable);
        writableAgain += writable ? 1 : 0;
    }

    @Override
    public void onClosed() {
        enter();
        closed++;
        inCall = false;
    }

    private void enter() {
        assertThat(inCall).as("never called from within a call").isFalse();
        assertThat(closed).as("nothing after the end").isZero();
        inCall = true;
    }

    /** Bytes of a record with that padding. */
    static int bytes(int padding) {
        return Records.HEADER_BYTES + NUMBER_BYTES + padding;
    }
}
