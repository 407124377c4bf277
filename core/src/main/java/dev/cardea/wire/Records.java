package dev.cardea.wire;

import io.netty.buffer.ByteBuf;

/**
 * Records on a stream of bytes: {@code u24 length | frame}, length 1 or more (docs/PROTOCOL.md,
 * "Records"). Clients and links use the same form. Stateless.
 */
public final class Records {
    /** Bytes before each frame. */
    public static final int HEADER_BYTES = 3;

    /** The largest length that the form can carry. */
    public static final int LENGTH_MAX = (1 << 24) - 1;

    private Records() {}

    /** Starts a record at the end of {@code out}; pass the result to {@link #end}. */
    public static int begin(ByteBuf out) {
        int mark = out.writerIndex();
        out.writeMedium(0);
        return mark;
    }

    /** Ends the record that began at {@code mark} by writing its length there. */
    public static void end(ByteBuf out, int mark) {
        int length = out.writerIndex() - mark - HEADER_BYTES;
        if (length < 1 || length > LENGTH_MAX) {
            throw new IllegalStateException("a record of " + length + " bytes");
        }
        out.setMedium(mark, length);
    }

    /**
     * Bytes of the record at {@code index}, header included, or 0 if its header is not whole yet.
     */
    public static int bytesAt(ByteBuf in, int index) {
        if (in.writerIndex() - index < HEADER_BYTES) {
            return 0;
        }
        return HEADER_BYTES + in.getUnsignedMedium(index);
    }

    /**
     * Narrows {@code records} to the frame of its next record: its bytes lie between the reader and
     * the writer index until {@link #leave} is called with the result. The buffer holds whole
     * records only.
     *
     * @return the writer index to restore
     * @throws MalformedException if the record is empty or longer than the buffer
     */
    public static int enter(ByteBuf records) {
        int end = records.writerIndex();
        if (records.readableBytes() < HEADER_BYTES) {
            throw MalformedException.of(MalformedException.Kind.TRUNCATED);
        }
        int length = records.readUnsignedMedium();
        if (length == 0 || length > records.readableBytes()) {
            throw MalformedException.of(MalformedException.Kind.TRUNCATED);
        }
        records.writerIndex(records.readerIndex() + length);
        return end;
    }

    /** Leaves the frame entered before, read or not, and stands at the next record. */
    public static void leave(ByteBuf records, int end) {
        int frameEnd = records.writerIndex();
        records.writerIndex(end);
        records.readerIndex(frameEnd);
    }
}
