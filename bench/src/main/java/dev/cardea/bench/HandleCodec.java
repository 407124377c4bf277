package dev.cardea.bench;

import dev.cardea.wire.Id;
import dev.cardea.wire.Quantize;
import dev.cardea.wire.Utf8;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The simplest codec that does no reflection per message: a list of method handles and of small
 * codecs per record, values in boxes. It knows what {@link CodecBench} needs and checks nothing; it
 * is here so that the figures of docs/decisions/0003-record-codec.md can be had again.
 */
final class HandleCodec {
    private interface Part {
        void write(Object value, ByteBuf out);

        Object read(ByteBuf in);
    }

    private record Structure(List<MethodHandle> accessors, List<Part> parts, MethodHandle make)
            implements Part {
        @Override
        public void write(Object value, ByteBuf out) {
            try {
                for (int i = 0; i < parts.size(); i++) {
                    parts.get(i).write(accessors.get(i).invokeExact(value), out);
                }
            } catch (Throwable failure) {
                throw new IllegalStateException(failure);
            }
        }

        @Override
        public Object read(ByteBuf in) {
            Object[] values = new Object[parts.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = parts.get(i).read(in);
            }
            try {
                return make.invokeExact(values);
            } catch (Throwable failure) {
                throw new IllegalStateException(failure);
            }
        }
    }

    private final Map<Class<?>, Integer> ids = new HashMap<>();
    private final Map<Integer, Structure> codecs = new HashMap<>();

    HandleCodec(Class<?>[] family) {
        for (Class<?> type : family) {
            int id = type.getAnnotation(Id.class).value();
            ids.put(type, id);
            codecs.put(id, structure(type));
        }
    }

    void encode(Object message, ByteBuf out) {
        int id = Objects.requireNonNull(ids.get(message.getClass()));
        Varint.writeInt(out, id);
        codec(id).write(message, out);
    }

    Object decode(ByteBuf in) {
        return codec(Varint.readInt(in)).read(in);
    }

    private Structure codec(int id) {
        return Objects.requireNonNull(codecs.get(id));
    }

    private static Structure structure(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        List<MethodHandle> accessors = new ArrayList<>();
        try {
            for (RecordComponent component : components) {
                accessors.add(
                        lookup.unreflect(component.getAccessor())
                                .asType(MethodType.methodType(Object.class, Object.class)));
            }
            Constructor<?> canonical = type.getDeclaredConstructor(types);
            MethodHandle make =
                    lookup.unreflectConstructor(canonical)
                            .asSpreader(Object[].class, types.length)
                            .asType(MethodType.methodType(Object.class, Object[].class));
            List<Part> parts = Stream.of(components).map(HandleCodec::part).toList();
            return new Structure(accessors, parts, make);
        } catch (ReflectiveOperationException refused) {
            throw new IllegalStateException(refused);
        }
    }

    private static Part part(RecordComponent component) {
        if (component.getAnnotatedType().isAnnotationPresent(Quantize.class)) {
            return part(
                    (value, out) ->
                            Varint.writeInt(
                                    out, (int) Math.floor(((Float) value + 1) / 0.01 + 0.5)),
                    in -> (float) (-1 + Varint.readInt(in) * 0.01));
        }
        return part(component.getGenericType());
    }

    private static Part part(Type type) {
        return switch (type.getTypeName()) {
            case "boolean" ->
                    part((value, out) -> out.writeBoolean((Boolean) value), ByteBuf::readBoolean);
            case "short" ->
                    part(
                            (value, out) -> Varint.writeInt(out, Varint.zigzag((Short) value)),
                            in -> (short) Varint.unzigzag(Varint.readInt(in)));
            case "int" ->
                    part(
                            (value, out) -> Varint.writeInt(out, Varint.zigzag((Integer) value)),
                            in -> Varint.unzigzag(Varint.readInt(in)));
            case "long" ->
                    part(
                            (value, out) -> Varint.writeLong(out, Varint.zigzag((Long) value)),
                            in -> Varint.unzigzag(Varint.readLong(in)));
            case "float" -> part((value, out) -> out.writeFloat((Float) value), ByteBuf::readFloat);
            case "java.lang.String" ->
                    part(
                            (value, out) -> Utf8.write(out, (String) value),
                            in -> Utf8.read(in, 1024));
            default -> type instanceof Class<?> record ? nested(record) : items(type);
        };
    }

    private static Part nested(Class<?> record) {
        Structure codec = structure(record);
        return part(
                (value, out) -> {
                    int mark = out.writerIndex();
                    out.writeByte(0);
                    codec.write(value, out);
                    out.setByte(mark, out.writerIndex() - mark - 1);
                },
                in -> {
                    int end = Varint.readInt(in) + in.readerIndex();
                    Object value = codec.read(in);
                    in.readerIndex(end);
                    return value;
                });
    }

    private static Part items(Type list) {
        Part element = part(((ParameterizedType) list).getActualTypeArguments()[0]);
        return part(
                (value, out) -> {
                    List<?> items = (List<?>) value;
                    Varint.writeInt(out, items.size());
                    items.forEach(item -> element.write(item, out));
                },
                in -> {
                    int count = Varint.readInt(in);
                    List<Object> items = new ArrayList<>(count);
                    for (int i = 0; i < count; i++) {
                        items.add(element.read(in));
                    }
                    return Collections.unmodifiableList(items);
                });
    }

    private interface Writer {
        void write(Object value, ByteBuf out);
    }

    private interface Reader {
        Object read(ByteBuf in);
    }

    private static Part part(Writer writer, Reader reader) {
        return new Part() {
            @Override
            public void write(Object value, ByteBuf out) {
                writer.write(value, out);
            }

            @Override
            public Object read(ByteBuf in) {
                return reader.read(in);
            }
        };
    }
}
