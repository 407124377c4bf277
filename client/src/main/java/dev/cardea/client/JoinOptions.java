package dev.cardea.client;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.Codec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;

/**
 * How a room is joined. Immutable; each method returns another one.
 *
 * @param options what the room is told of the joiner's wishes, in the form that its type defines
 * @param timeout how long the answer may take
 */
public record JoinOptions(Bytes options, Duration timeout) {
    /** Nothing to tell, ten seconds to wait. */
    public static final JoinOptions DEFAULT = new JoinOptions(Bytes.EMPTY, Duration.ofSeconds(10));

    /** The same with something to tell the room. */
    public JoinOptions options(Bytes options) {
        return new JoinOptions(options, timeout);
    }

    /** The same with a value to tell the room. */
    public <T> JoinOptions options(Codec<T> codec, T value) {
        ByteBuf out = Unpooled.buffer();
        codec.encode(value, out);
        return options(Bytes.of(out));
    }

    /** The same with another time to wait. */
    public JoinOptions timeout(Duration timeout) {
        return new JoinOptions(options, timeout);
    }
}
