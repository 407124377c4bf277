package dev.cardea.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.Arrays;
import java.util.HexFormat;

/** Bytes as a value. Immutable. */
public final class Bytes {
    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0]);

    private final byte[] bytes;

    private Bytes(byte[] bytes) {
        this.bytes = bytes;
    }

    /** A copy of {@code bytes}. */
    public static Bytes copyOf(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Bytes(bytes.clone());
    }

    /** A copy of what can be read from {@code buffer}, whose indices stay. */
    public static Bytes of(ByteBuf buffer) {
        return buffer.isReadable() ? new Bytes(ByteBufUtil.getBytes(buffer)) : EMPTY;
    }

    /**
     * Reads {@code length} bytes. The caller has checked the length against a bound.
     *
     * @throws MalformedException if there are fewer
     */
    public static Bytes read(ByteBuf in, int length) {
        if (length > in.readableBytes()) {
            throw MalformedException.of(MalformedException.Kind.TRUNCATED);
        }
        if (length == 0) {
            return EMPTY;
        }
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return new Bytes(bytes);
    }

    /** How many. */
    public int size() {
        return bytes.length;
    }

    /** A copy. */
    public byte[] toArray() {
        return bytes.clone();
    }

    /** Appends them to {@code out}. */
    public void writeTo(ByteBuf out) {
        out.writeBytes(bytes);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** In hexadecimal. */
    @Override
    public String toString() {
        return HexFormat.of().formatHex(bytes);
    }
}
