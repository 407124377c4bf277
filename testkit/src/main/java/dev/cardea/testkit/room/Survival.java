package dev.cardea.testkit.room;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.Codec;
import dev.cardea.wire.MalformedException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Whether a value is the same after its way over the wire. Stateless.
 *
 * <p>What arrives may be rounded, so it is not compared with what was sent; but sent again it must
 * arrive as it is. One that does not has a constructor that changes or refuses what it is given, or
 * a codec of the game's own that forgets something.
 */
final class Survival {
    private Survival() {}

    /** Writes {@code value}. */
    static <T> Bytes encode(Codec<T> codec, T value) {
        ByteBuf out = Unpooled.buffer();
        codec.encode(value, out);
        return Bytes.of(out);
    }

    /**
     * Reads what {@code body} says.
     *
     * @throws AssertionError if it cannot be read, or cannot be said again
     */
    static <T> T decode(Codec<T> codec, Bytes body, String what) {
        T value = read(codec, body, what);
        Bytes again = encode(codec, value);
        if (!again.equals(body) && !read(codec, again, what).equals(value)) {
            throw new AssertionError(
                    "%s does not survive its codec: it arrives as %s, and that as %s"
                            .formatted(what, value, read(codec, again, what)));
        }
        return value;
    }

    private static <T> T read(Codec<T> codec, Bytes body, String what) {
        try {
            return codec.decode(Unpooled.wrappedBuffer(body.toArray()));
        } catch (MalformedException malformed) {
            throw new AssertionError(
                    "%s does not survive its codec: %s, in the bytes %s"
                            .formatted(what, malformed.kind(), body),
                    malformed);
        }
    }
}
