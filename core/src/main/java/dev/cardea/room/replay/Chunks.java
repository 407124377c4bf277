package dev.cardea.room.replay;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/**
 * The outer form of a recording: {@code magic (8) | version u16 | chunks}, and of a chunk {@code
 * u24 length | u8 check | u32 crc | length bytes}, where {@code crc} is the CRC-32C of the bytes
 * and {@code check} the low 8 bits of that of the length. A chunk holds whole entries, so that a
 * file which ends in the middle of one is good up to it. Stateless, but for {@link Source}.
 */
final class Chunks {
    /** "Cardea", and a line break that shows whether the file was taken for text. */
    static final long MAGIC = 0x4361_7264_6561_0D0AL;

    /** The version of the form, entries included. */
    static final int VERSION = 1;

    static final int PREAMBLE_BYTES = Long.BYTES + Short.BYTES;
    static final int HEAD_BYTES = 8;

    /** The most that a chunk may hold: what a reader must be ready to keep. */
    static final int BODY_BYTES_MAX = 1 << 20;

    private static final int LENGTH_BYTES = 3;

    private Chunks() {}

    static void preamble(ByteBuf out) {
        out.writeLong(MAGIC);
        out.writeShort(VERSION);
    }

    /** Leaves the place of a head; the body follows, then {@link #end}. */
    static void begin(ByteBuf out) {
        out.writeZero(HEAD_BYTES);
    }

    /** Writes the head of the chunk that began at {@code mark} and ends now. */
    static void end(ByteBuf out, int mark) {
        int start = mark + HEAD_BYTES;
        int length = out.writerIndex() - start;
        out.setMedium(mark, length);
        out.setByte(mark + LENGTH_BYTES, check(length));
        out.setInt(mark + LENGTH_BYTES + 1, crc(ByteBufUtil.getBytes(out, start, length)));
    }

    private static int check(int length) {
        return crc(new byte[] {(byte) (length >>> 16), (byte) (length >>> 8), (byte) length})
                & 0xFF;
    }

    private static int crc(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return (int) crc.getValue();
    }

    /** What comes next of a file. */
    sealed interface Piece {
        /** A whole chunk. */
        record Body(ByteBuf bytes) implements Piece {}

        /** The file ends, behind a chunk or within one. */
        record End() implements Piece {}

        /** What is there is no chunk. */
        record Corrupt() implements Piece {}
    }

    /** The bytes of a file, chunk by chunk. For one thread. */
    static final class Source {
        private final InputStream in;
        private long at;

        Source(InputStream in) {
            this.in = in;
        }

        /** How many bytes were read before the last piece. */
        long at() {
            return at;
        }

        /** The first bytes, or fewer if there are no more. */
        ByteBuf preamble() throws IOException {
            byte[] bytes = in.readNBytes(PREAMBLE_BYTES);
            at = bytes.length;
            return Unpooled.wrappedBuffer(bytes);
        }

        Piece next() throws IOException {
            ByteBuf head = Unpooled.wrappedBuffer(in.readNBytes(HEAD_BYTES));
            if (head.readableBytes() < HEAD_BYTES) {
                return new Piece.End();
            }
            int length = head.readUnsignedMedium();
            if (head.readUnsignedByte() != check(length) || length > BODY_BYTES_MAX) {
                return new Piece.Corrupt();
            }
            byte[] body = in.readNBytes(length);
            if (body.length < length) {
                return new Piece.End();
            }
            if (crc(body) != head.readInt()) {
                return new Piece.Corrupt();
            }
            at += HEAD_BYTES + length;
            return new Piece.Body(Unpooled.wrappedBuffer(body));
        }
    }
}
