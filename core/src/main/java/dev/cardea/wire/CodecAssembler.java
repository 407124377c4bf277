package dev.cardea.wire;

import dev.cardea.wire.Schema.Component;
import dev.cardea.wire.ValueType.Named;
import io.netty.buffer.ByteBuf;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Puts the codecs of records together, inner ones first. Confined to one call at start. */
final class CodecAssembler {
    private final Declarations declarations;
    private final ClampListener listener;

    /**
     * Whether numbers are written as they are: not quantised, not bound to what others can hold.
     */
    private final boolean exact;

    private final Map<Class<?>, RecordCodec> finished = new HashMap<>();
    private final Map<Class<?>, Late> started = new HashMap<>();

    CodecAssembler(Declarations declarations, ClampListener listener) {
        this(declarations, listener, false);
    }

    private CodecAssembler(Declarations declarations, ClampListener listener, boolean exact) {
        this.declarations = declarations;
        this.listener = listener;
        this.exact = exact;
    }

    /** Of codecs that lose nothing, for what the server writes for itself. */
    static CodecAssembler exact(Declarations declarations) {
        return new CodecAssembler(declarations, ClampListener.NONE, true);
    }

    /** The codec of a message's body. */
    RecordCodec codecOf(Message message) {
        if (message.codec() != null) {
            return new ForeignCodec<>(message.codec());
        }
        Class<?> type = message.type();
        return message.isRaw()
                ? RecordCodecs.make(type, List.of(Part.raw(type.getRecordComponents()[0])))
                : codecOf(type);
    }

    RecordCodec codecOf(Class<?> record) {
        RecordCodec ready = finished.get(record);
        if (ready != null) {
            return ready;
        }
        Late late = started.get(record);
        if (late != null) {
            return late;
        }
        started.put(record, new Late());
        RecordCodec codec = RecordCodecs.make(record, parts(record));
        Objects.requireNonNull(started.get(record)).codec = codec;
        finished.put(record, codec);
        return codec;
    }

    /** The components of {@code record}, each with its codec. */
    List<Part> parts(Class<?> record) {
        List<Component> components = Objects.requireNonNull(declarations.structures().get(record));
        RecordComponent[] javas = record.getRecordComponents();
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < javas.length; i++) {
            Component component = components.get(i);
            String where = TypeNames.qualified(record) + "." + component.name();
            ValueCodec codec = codecOf(component.type(), javas[i].getGenericType(), where);
            parts.add(Part.of(component, javas[i], codec, where));
        }
        return parts;
    }

    private ValueCodec codecOf(ValueType type, Type java, String where) {
        return switch (type) {
            case ValueType.Bool() -> new Scalars.BoolCodec();
            case ValueType.Int(int bits, boolean big) -> integer(bits, big || exact, where);
            case ValueType.Real(int bits, boolean nonFinite) ->
                    bits == 32
                            ? new Scalars.FloatCodec(where, nonFinite)
                            : new Scalars.DoubleCodec(where, nonFinite);
            case ValueType.Quantized range -> quantized(range, where);
            case ValueType.Text(int bytesMax) -> new Composites.TextCodec(where, bytesMax);
            case ValueType.Blob(int bytesMax) -> new Composites.BlobCodec(where, bytesMax);
            case ValueType.Items(ValueType element, int countMax) ->
                    new Composites.ItemsCodec(
                            where,
                            codecOf(
                                    element,
                                    ((ParameterizedType) java).getActualTypeArguments()[0],
                                    where),
                            countMax);
            case Named named -> named(named, (Class<?>) java);
        };
    }

    private static ValueCodec integer(int bits, boolean big, String where) {
        return switch (bits) {
            case 8 -> new Scalars.ByteCodec();
            case 16 -> new Scalars.ShortCodec();
            case 32 -> new Scalars.IntCodec();
            default -> new Scalars.LongCodec(where, big);
        };
    }

    private ValueCodec quantized(ValueType.Quantized range, String where) {
        if (exact) { // infinity too: it is clamped where it is told
            return range.bits() == 32
                    ? new Scalars.FloatCodec(where, true)
                    : new Scalars.DoubleCodec(where, true);
        }
        Quantizing steps = Quantizing.of(where, range, listener);
        return range.bits() == 32
                ? new Quantizing.FloatCodec(steps)
                : new Quantizing.DoubleCodec(steps);
    }

    private ValueCodec named(Named named, Class<?> java) {
        return switch (named.sort()) {
            case ENUM -> new Composites.EnumCodec(List.of(java.getEnumConstants()));
            case RECORD -> new Nested.Structure(codecOf(java));
            case UNION -> new Nested.Union(union(java));
        };
    }

    private Alternatives union(Class<?> root) {
        List<Message> messages = Objects.requireNonNull(declarations.unions().get(root));
        return new Alternatives(messages, this::codecOf);
    }

    /** Stands for a codec that is being made, where a record contains itself. */
    private static final class Late extends RecordCodec {
        private @Nullable RecordCodec codec;

        @Override
        void encode(Object value, ByteBuf out, int depth) {
            Objects.requireNonNull(codec).encode(value, out, depth);
        }

        @Override
        void encodeMarked(Object value, ByteBuf out, int depth, int[] ends) {
            Objects.requireNonNull(codec).encodeMarked(value, out, depth, ends);
        }

        @Override
        Object decode(ByteBuf in, int depth) {
            return Objects.requireNonNull(codec).decode(in, depth);
        }
    }
}
