package dev.cardea.net.channel;

import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.Violation;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Finds whole records in a stream of bytes, in place. Confined to the connection's event loop.
 *
 * <p>A record's length is checked as soon as its three bytes are there, before anything is kept or
 * allocated for it. The beginning of a record that is not whole yet is copied into a buffer of its
 * size, so that a peer that sends a byte a second holds no read buffer; the buffer grows with what
 * came, not with what was promised. Between records nothing is held.
 */
public final class RecordParser {
    private int frameBytesMax;
    private @Nullable ByteBuf rest;

    /** A parser at the beginning of a record. */
    public RecordParser(int frameBytesMax) {
        this.frameBytesMax = frameBytesMax;
    }

    /** Changes the bound on frames, from the next record looked at. */
    public void limitFrames(int bytesMax) {
        frameBytesMax = bytesMax;
    }

    /** Whether a record has begun and not ended. */
    public boolean midRecord() {
        return rest != null;
    }

    /**
     * Hands all records that are whole to {@code handler}. Takes over {@code in}.
     *
     * @return what is wrong with the record after them, or null
     */
    public @Nullable Violation feed(ByteBuf in, ByteBufAllocator allocator, ConnectionHandler to) {
        ByteBuf all = joined(in);
        try {
            int begin = all.readerIndex();
            int end = begin;
            int size = sizeAt(all, end);
            while (size > 0 && end + size <= all.writerIndex()) {
                end += size;
                size = sizeAt(all, end);
            }
            if (end > begin) {
                hand(all, end, to);
            }
            if (size < 0) {
                return violation(all, end);
            }
            if (all.isReadable()) {
                rest = allocator.heapBuffer(all.readableBytes()).writeBytes(all);
            }
            return null;
        } finally {
            all.release();
        }
    }

    private ByteBuf joined(ByteBuf in) {
        ByteBuf begun = rest;
        if (begun == null) {
            return in;
        }
        rest = null;
        begun.writeBytes(in);
        in.release();
        return begun;
    }

    /** The record's bytes with its header; 0: the header is not whole; below 0: a violation. */
    private int sizeAt(ByteBuf all, int index) {
        int size = Records.bytesAt(all, index);
        boolean wrong = size == Records.HEADER_BYTES || size > frameBytesMax + Records.HEADER_BYTES;
        return wrong ? -1 : size;
    }

    private static Violation violation(ByteBuf all, int index) {
        boolean empty = Records.bytesAt(all, index) == Records.HEADER_BYTES;
        return empty ? Violation.EMPTY_RECORD : Violation.RECORD_TOO_LARGE;
    }

    private static void hand(ByteBuf all, int end, ConnectionHandler to) {
        int written = all.writerIndex();
        all.writerIndex(end);
        to.onRecords(all);
        all.writerIndex(written);
        all.readerIndex(end);
    }

    /** Forgets the record that has begun. */
    public void close() {
        ByteBuf begun = rest;
        rest = null;
        if (begun != null) {
            begun.release();
        }
    }
}
