package dev.cardea.wire;

import dev.cardea.wire.MalformedException.Kind;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text on the wire: UTF-8 (RFC 3629), checked strictly when read. Stateless. */
public final class Utf8 {
    private Utf8() {}

    /** Writes {@code varint byteLength | bytes}. An unpaired surrogate is written as '?'. */
    public static void write(ByteBuf out, String text) {
        int bytes = ByteBufUtil.utf8Bytes(text);
        Varint.writeInt(out, bytes);
        ByteBufUtil.reserveAndWriteUtf8(out, text, bytes);
    }

    /** Writes the bytes alone, for a text that ends with its frame, cut at {@code bytesMax}. */
    public static void writeRest(ByteBuf out, String text, int bytesMax) {
        int end = Math.min(text.length(), bytesMax); // a char is a byte at least
        if (end < text.length() && Character.isLowSurrogate(text.charAt(end))) {
            end = text.offsetByCodePoints(end + 1, -1);
        }
        int bytes = ByteBufUtil.utf8Bytes(text, 0, end);
        while (bytes > bytesMax) {
            int before = text.offsetByCodePoints(end, -1);
            bytes -= ByteBufUtil.utf8Bytes(text, before, end);
            end = before;
        }
        ByteBufUtil.writeUtf8(out, text, 0, end);
    }

    /**
     * Reads {@code varint byteLength | bytes}.
     *
     * @throws MalformedException if it is longer than {@code bytesMax} or what is there, or is no
     *     UTF-8
     */
    public static String read(ByteBuf in, int bytesMax) {
        int bytes = Varint.readInt(in);
        if (bytes < 0 || bytes > bytesMax) {
            throw MalformedException.of(Kind.TOO_LONG);
        }
        if (bytes > in.readableBytes()) {
            throw MalformedException.of(Kind.TRUNCATED);
        }
        return decode(in, bytes);
    }

    /** Reads all that is left as text, like {@link #read}. */
    public static String readRest(ByteBuf in, int bytesMax) {
        int bytes = in.readableBytes();
        if (bytes > bytesMax) {
            throw MalformedException.of(Kind.TOO_LONG);
        }
        return decode(in, bytes);
    }

    private static String decode(ByteBuf in, int bytes) {
        if (bytes == 0) {
            return "";
        }
        int start = in.readerIndex();
        in.skipBytes(bytes);
        if (in.forEachByte(start, bytes, b -> b > 0) < 0) {
            return in.toString(start, bytes, StandardCharsets.US_ASCII);
        }
        return decodeStrictly(in.nioBuffer(start, bytes));
    }

    private static String decodeStrictly(ByteBuffer bytes) {
        CharsetDecoder decoder =
                StandardCharsets.UTF_8
                        .newDecoder()
                        .onMalformedInput(CodingErrorAction.REPORT)
                        .onUnmappableCharacter(CodingErrorAction.REPORT);
        try {
            CharBuffer chars = decoder.decode(bytes);
            return chars.toString();
        } catch (CharacterCodingException malformed) {
            throw MalformedException.of(Kind.BAD_UTF8);
        }
    }
}
