package dev.cardea.server.sim;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** What is said in the simulation: a number that is unique in the run, and some padding. */
final class SimBody {
    private static final int LEAVE_ID = 0;
    private static final int STREAM_ID = 1;
    private static final int PASSING_ID = 2;

    private SimBody() {}

    /** A body for a stream that carries {@code number}. */
    static ByteBuf of(long number, int padding) {
        ByteBuf body = Unpooled.buffer();
        Varint.writeInt(body, STREAM_ID);
        body.writeLong(number);
        body.writeZero(padding);
        return body;
    }

    /** The same as a value. */
    static Bytes bytes(long number, int padding) {
        return Bytes.of(of(number, padding));
    }

    /** A body for what may be lost. */
    static ByteBuf passing(long number) {
        ByteBuf body = Unpooled.buffer();
        Varint.writeInt(body, PASSING_ID);
        body.writeLong(number);
        return body;
    }

    /** Whether {@code body} may be lost. */
    static boolean isPassing(ByteBuf body) {
        return body.getByte(body.readerIndex()) == PASSING_ID;
    }

    /** Whether {@code body} is the input that leaves. */
    static boolean isLeave(ByteBuf body) {
        return body.getByte(body.readerIndex()) == LEAVE_ID;
    }

    /** The number, or 0 if {@code body} is the input that leaves. */
    static long number(ByteBuf body) {
        return isLeave(body) ? 0 : body.getLong(body.readerIndex() + 1);
    }
}
