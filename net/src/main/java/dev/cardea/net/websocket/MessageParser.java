package dev.cardea.net.websocket;

import dev.cardea.net.Violation;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * Finds WebSocket's frames (RFC 6455, section 5) in what a client sends, as a server must. Confined
 * to the connection's event loop.
 *
 * <p>Payloads are unmasked in place and handed on as they come: a message of any length, whole or
 * in fragments, takes no memory here. Of a frame nothing is kept but its header and, if it is a
 * control frame, its payload of at most 125 bytes.
 */
final class MessageParser {
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int CLOSE = 8;
    private static final int PING = 9;
    private static final int PONG = 10;

    private static final int FIN = 0x80;
    private static final int RESERVED = 0x70;
    private static final int CONTROL = 0x08;
    private static final int MASKED = 0x80;
    private static final int SHORT_LENGTH_MAX = 125;
    private static final int LENGTH_16 = 126;
    private static final int HEADER_BYTES_MIN = 2;
    private static final int HEADER_BYTES_MAX = 14;
    private static final int MASK_BYTES = 4;

    /** Hears of what was found; whoever does not want to hear more says so by {@link #over}. */
    interface Listener {
        /** A frame begins, with a payload of that length. */
        void onFrame(boolean wholeMessage, long payloadBytes);

        /**
         * A part of a binary message. Takes over {@code payload}, which may be empty.
         *
         * @param ends whether the message ends with it
         */
        @Nullable Violation onPayload(ByteBuf payload, boolean ends);

        /** A ping, whole; the buffer is the caller's. */
        void onPing(ByteBuf payload);

        /** The client closes. */
        void onClose();

        /** Whether nothing more is to be read. */
        boolean over();
    }

    private final Listener listener;
    private final ByteBuf header = Unpooled.buffer(HEADER_BYTES_MAX, HEADER_BYTES_MAX);
    private @Nullable ByteBuf control;
    private boolean inFrame;
    private boolean inMessage;
    private boolean last;
    private int opcode;
    private long left;

    /** The mask of the next byte is its highest octet. */
    private int mask;

    MessageParser(Listener listener) {
        this.listener = listener;
    }

    /**
     * Reads on, up to the end of {@code in}, which stays the caller's.
     *
     * @return what is wrong, or null
     */
    @Nullable Violation feed(ByteBuf in) {
        Violation wrong = null;
        while (wrong == null && !listener.over() && (in.isReadable() || isAtEmptyPayload())) {
            if (inFrame) {
                wrong = readPayload(in);
            } else if (readHeader(in)) {
                wrong = begin();
                header.clear();
            }
        }
        return wrong;
    }

    private boolean isAtEmptyPayload() {
        return inFrame && left == 0;
    }

    // ---- header ----

    /** Gathers it; true when it is whole. */
    private boolean readHeader(ByteBuf in) {
        while (in.isReadable() && header.readableBytes() < headerBytes()) {
            header.writeByte(in.readByte());
        }
        return header.readableBytes() == headerBytes();
    }

    private int headerBytes() {
        if (header.readableBytes() < HEADER_BYTES_MIN) {
            return HEADER_BYTES_MIN;
        }
        int second = header.getUnsignedByte(1);
        int maskBytes = (second & MASKED) == 0 ? 0 : MASK_BYTES;
        int length = second & ~MASKED;
        int lengthBytes = length < LENGTH_16 ? 0 : length == LENGTH_16 ? Short.BYTES : Long.BYTES;
        return HEADER_BYTES_MIN + lengthBytes + maskBytes;
    }

    private @Nullable Violation begin() {
        int first = header.readUnsignedByte();
        int second = header.readUnsignedByte();
        opcode = first & 0x0F;
        last = (first & FIN) != 0;
        left = length(second & ~MASKED);
        if ((first & RESERVED) != 0 || (second & MASKED) == 0 || left < 0) {
            return Violation.BAD_WEBSOCKET;
        }
        mask = header.readInt();
        inFrame = true;
        return (opcode & CONTROL) == 0 ? beginData() : beginControl();
    }

    /** The payload's length; below 0 if it was written in more bytes than it takes. */
    private long length(int shortLength) {
        if (shortLength < LENGTH_16) {
            return shortLength;
        }
        if (shortLength == LENGTH_16) {
            int length = header.readUnsignedShort();
            return length > SHORT_LENGTH_MAX ? length : -1;
        }
        long length = header.readLong();
        return length > 0xFFFF ? length : -1;
    }

    private @Nullable Violation beginData() {
        boolean continues = opcode == CONTINUATION;
        if (opcode > BINARY || continues != inMessage) {
            return Violation.BAD_WEBSOCKET;
        }
        if (opcode == TEXT) {
            return Violation.TEXT_MESSAGE;
        }
        inMessage = !last;
        listener.onFrame(last && !continues, left);
        return null;
    }

    private @Nullable Violation beginControl() {
        if (!last || left > SHORT_LENGTH_MAX || opcode > PONG || (opcode == CLOSE && left == 1)) {
            return Violation.BAD_WEBSOCKET;
        }
        control = Unpooled.buffer((int) left);
        listener.onFrame(false, left);
        return null;
    }

    // ---- payload ----

    private @Nullable Violation readPayload(ByteBuf in) {
        int size = (int) Math.min(left, in.readableBytes());
        int start = in.readerIndex();
        unmask(in, start, size);
        left -= size;
        inFrame = left > 0;
        ByteBuf gathered = control;
        if (gathered == null) {
            return listener.onPayload(in.readRetainedSlice(size), last && left == 0);
        }
        gathered.writeBytes(in, size);
        if (left == 0) {
            control = null;
            endControl(gathered);
        }
        return null;
    }

    private void endControl(ByteBuf payload) {
        if (opcode == PING) {
            listener.onPing(payload);
        } else if (opcode == CLOSE) {
            listener.onClose();
        }
    }

    private void unmask(ByteBuf bytes, int start, int size) {
        long wide = ((long) mask << Integer.SIZE) | (mask & 0xFFFF_FFFFL);
        int end = start + size;
        int at = start;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            bytes.setLong(at, bytes.getLong(at) ^ wide);
        }
        for (; at < end; at++) {
            bytes.setByte(at, bytes.getByte(at) ^ (mask >>> 24));
            mask = Integer.rotateLeft(mask, Byte.SIZE);
        }
    }
}
