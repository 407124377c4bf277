package dev.cardea.client;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.Codec;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a room is joined or watched. Immutable; each method returns another one.
 *
 * @param options what the room is told of the joiner's wishes, in the form that its type defines
 * @param timeout how long the answer may take
 * @param labels what a room is to say of itself that is found or made; a join by key ignores them
 * @param hidden whether a room that is made is kept out of lists and searches
 */
public record JoinOptions(
        Bytes options, Duration timeout, Map<String, String> labels, boolean hidden) {
    /** Nothing to tell, ten seconds to wait. */
    public static final JoinOptions DEFAULT =
            new JoinOptions(Bytes.EMPTY, Duration.ofSeconds(10), Map.of(), false);

    /** Copies the labels. */
    public JoinOptions {
        labels = Map.copyOf(labels);
    }

    /** The same with something to tell the room. */
    public JoinOptions options(Bytes options) {
        return new JoinOptions(options, timeout, labels, hidden);
    }

    /** The same with a value to tell the room. */
    public <T> JoinOptions options(Codec<T> codec, T value) {
        ByteBuf out = Unpooled.buffer();
        codec.encode(value, out);
        return options(Bytes.of(out));
    }

    /** The same with another time to wait. */
    public JoinOptions timeout(Duration timeout) {
        return new JoinOptions(options, timeout, labels, hidden);
    }

    /** The same with a label more. */
    public JoinOptions label(String name, String value) {
        Map<String, String> more = new TreeMap<>(labels);
        more.put(name, value);
        return new JoinOptions(options, timeout, more, hidden);
    }

    /** The same for a room that others do not see: who wants to join must know its code. */
    public JoinOptions hide() {
        return new JoinOptions(options, timeout, labels, true);
    }
}
