package dev.cardea.wire;

import dev.cardea.wire.MalformedException.Kind;
import dev.cardea.wire.Schema.Body;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.function.Function;

/**
 * A body in a format that the game brings itself: the codec only carries its bytes. Immutable.
 *
 * @param <T> the type of the message
 */
public final class BodyCodec<T> implements Codec<T> {
    /** From a peer's bytes to a message. */
    @FunctionalInterface
    public interface Parser<T> {
        /**
         * The message that {@code bytes} are, never null.
         *
         * @throws Exception if they are none, which becomes a {@link MalformedException}
         */
        T parse(byte[] bytes) throws Exception;
    }

    private final Body body;
    private final Function<T, byte[]> bytes;
    private final Parser<T> parser;

    private BodyCodec(Body body, Function<T, byte[]> bytes, Parser<T> parser) {
        this.body = body;
        this.bytes = bytes;
        this.parser = parser;
    }

    /** Bytes of which the schema says nothing. */
    public static <T> BodyCodec<T> raw(Function<T, byte[]> bytes, Parser<T> parser) {
        return new BodyCodec<>(new Body.Raw(), bytes, parser);
    }

    /**
     * A protobuf message.
     *
     * @param typeName its full name in the .proto file, which the schema tells to clients
     */
    public static <T> BodyCodec<T> protobuf(
            String typeName, Function<T, byte[]> bytes, Parser<T> parser) {
        return new BodyCodec<>(new Body.Protobuf(typeName), bytes, parser);
    }

    Body body() {
        return body;
    }

    @Override
    public Schema schema() {
        return Codecs.schemaOf(
                switch (body) {
                    case Body.Protobuf(String typeName) ->
                            typeName.substring(typeName.lastIndexOf('.') + 1);
                    default -> Bytes.class.getSimpleName();
                },
                body);
    }

    @Override
    public void encode(T value, ByteBuf out) {
        out.writeBytes(bytes.apply(value));
    }

    @Override
    public T decode(ByteBuf in) {
        byte[] all = ByteBufUtil.getBytes(in);
        in.readerIndex(in.writerIndex());
        T value;
        try {
            value = parser.parse(all);
        } catch (Exception refused) {
            throw MalformedException.of(Kind.REFUSED);
        }
        if (value == null) {
            throw MalformedException.of(Kind.REFUSED);
        }
        return value;
    }
}
