package dev.cardea.wire;

import io.netty.buffer.ByteBuf;

/** Turns values into bytes and back. Immutable, safe from any thread. */
public interface Codec<T> {
    /**
     * Appends {@code value} to {@code out}.
     *
     * @throws IllegalArgumentException if it cannot be said in this form (too long, null, NaN, out
     *     of range), which is a bug of the caller; {@code out} is then as it was
     */
    void encode(T value, ByteBuf out);

    /**
     * Reads all that can be read from {@code in} as one value; nothing is left there to read,
     * whether that succeeds or not.
     *
     * @throws MalformedException if the bytes are no such value, which is the peer's fault
     */
    T decode(ByteBuf in);
}
