package dev.cardea.wire;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

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

    /**
     * What foreign clients need to know of the values: the families of a {@link Protocol}, or for a
     * single record the family "record", whose only variant it is. Null if it says nothing.
     */
    default @Nullable Schema schema() {
        return null;
    }
}
