package dev.cardea.wire;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;

/** Codecs of single records, without an id before them. */
public final class Codecs {
    private static final String FAMILY = "record";
    private static final Codec<Bytes> BYTES = new BytesBody();

    private Codecs() {}

    /**
     * The codec of a record, made from its components, or of {@link Bytes} as they are. Making one
     * is slow: whoever uses it keeps it.
     *
     * @throws DeclarationException with all that is wrong in its declaration
     */
    public static <T> Codec<T> of(Class<T> type) {
        return of(type, ClampListener.NONE);
    }

    /** Likewise, telling {@code listener} of values that had to be clamped. */
    @SuppressWarnings("unchecked") // T is Bytes
    public static <T> Codec<T> of(Class<T> type, ClampListener listener) {
        if (type == Bytes.class) {
            return (Codec<T>) BYTES;
        }
        Message message = Message.of(1, type);
        Declarations declarations = Declarations.read(Map.of(FAMILY, List.of(message)));
        RecordCodec codec = new CodecAssembler(declarations, listener).codecOf(message);
        return new RecordBody<>(type, codec, declarations.schema());
    }

    /**
     * The codec of a record that loses nothing: what is quantised on the wire is written as it is.
     * For what a server writes for itself; another form than that of {@link #of(Class)}.
     *
     * @throws DeclarationException with all that is wrong in its declaration
     */
    public static <T extends Record> Codec<T> exact(Class<T> type) {
        Message message = Message.of(1, type);
        Declarations declarations = Declarations.read(Map.of(FAMILY, List.of(message)));
        RecordCodec codec = CodecAssembler.exact(declarations).codecOf(message);
        return new RecordBody<>(type, codec, declarations.schema());
    }

    /** Bytes as they are. */
    public static Codec<Bytes> bytes() {
        return BYTES;
    }

    /** Appends {@code id}, unless it is 0, and the record; or leaves {@code out} as it was. */
    static void encode(int id, RecordCodec codec, Object value, ByteBuf out) {
        int start = out.writerIndex();
        try {
            if (id != 0) {
                Varint.writeInt(out, id);
            }
            codec.encode(value, out, 1);
        } catch (RuntimeException unsayable) {
            out.writerIndex(start);
            throw unsayable;
        }
    }

    /** Reads to the end: nothing is left in {@code in}, whether that succeeds or not. */
    static Object decode(RecordCodec codec, ByteBuf in) {
        int end = in.writerIndex();
        try {
            return codec.decode(in, 1);
        } finally {
            in.setIndex(end, end);
        }
    }

    /** The schema of one body that is no record. */
    static Schema schemaOf(String name, Schema.Body body) {
        List<Schema.Variant> only = List.of(new Schema.Variant(1, name, body));
        return new Schema(Map.of(FAMILY, only), Map.of());
    }

    private record RecordBody<T>(Class<T> type, RecordCodec codec, Schema schema)
            implements Codec<T> {
        @Override
        public void encode(T value, ByteBuf out) {
            Codecs.encode(0, codec, value, out);
        }

        @Override
        public T decode(ByteBuf in) {
            return type.cast(Codecs.decode(codec, in));
        }
    }

    private record BytesBody() implements Codec<Bytes> {
        @Override
        public void encode(Bytes value, ByteBuf out) {
            value.writeTo(out);
        }

        @Override
        public Bytes decode(ByteBuf in) {
            return Bytes.read(in, in.readableBytes());
        }

        @Override
        public Schema schema() {
            return schemaOf(Bytes.class.getSimpleName(), new Schema.Body.Raw());
        }
    }
}
