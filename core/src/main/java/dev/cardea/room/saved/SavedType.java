package dev.cardea.room.saved;

import dev.cardea.room.None;
import dev.cardea.room.RoomType;
import dev.cardea.room.TableType;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Codec;
import dev.cardea.wire.Codecs;
import dev.cardea.wire.Protocol;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/**
 * How what a game keeps in rooms of a type is written at rest: exactly, so that nothing is lost as
 * it is on the wire by quantising. Safe from any thread. Making one is slow: whoever uses it keeps
 * it.
 *
 * @param <E> the rooms' events
 */
public final class SavedType<E> {
    private final Protocol<E> events;
    private final Map<String, Codec<? extends Record>> rows = new HashMap<>();
    private final Map<Class<?>, Codec<? extends Record>> cells = new ConcurrentHashMap<>();

    private SavedType(Protocol<E> events) {
        this.events = events;
    }

    /**
     * Of {@code type}.
     *
     * @throws dev.cardea.wire.DeclarationException if its events are no sealed interface of
     *     records, each with an id
     */
    public static <E> SavedType<E> of(RoomType<?, ?, E> type) {
        SavedType<E> saved = new SavedType<>(events(type));
        for (TableType<?> table : type.tables()) {
            saved.rows.put(table.name(), codec(table.codec().type()));
        }
        return saved;
    }

    @SuppressWarnings("unchecked") // nobody makes a value of the empty family
    private static <E> Protocol<E> events(RoomType<?, ?, E> type) {
        Class<E> family = type.eventFamily();
        return family == null || family == None.class
                ? Protocol.empty((Class<E>) None.class)
                : Protocol.family(family).exact().build();
    }

    private static Codec<? extends Record> codec(Class<?> type) {
        return Codecs.exact(type.asSubclass(Record.class));
    }

    /** An event in its form. */
    public Bytes event(E event) {
        return bytes(events, event);
    }

    /**
     * What {@link #event(Object)} wrote.
     *
     * @throws dev.cardea.wire.MalformedException if it is none
     */
    public E event(Bytes bytes) {
        return events.decode(buffer(bytes));
    }

    /** A row of that table in its form. */
    public Bytes row(TableType<?> table, Object row) {
        return record(codecOf(table), row);
    }

    /**
     * What {@link #row(TableType, Object)} wrote.
     *
     * @throws dev.cardea.wire.MalformedException if it is none
     */
    public <R> R row(TableType<R> table, Bytes bytes) {
        return table.codec().type().cast(codecOf(table).decode(buffer(bytes)));
    }

    private Codec<? extends Record> codecOf(TableType<?> table) {
        return Objects.requireNonNull(rows.get(table.name()));
    }

    /**
     * A cell's value in its form.
     *
     * @throws IllegalArgumentException if it is no record, or cannot be written
     */
    public Bytes cell(Object value) {
        return record(cellCodec(value.getClass()), value);
    }

    /**
     * What {@link #cell(Object)} wrote of a value of that class.
     *
     * @throws dev.cardea.wire.MalformedException if it is none
     */
    public <R> R cell(Class<R> type, Bytes bytes) {
        return type.cast(cellCodec(type).decode(buffer(bytes)));
    }

    private Codec<? extends Record> cellCodec(Class<?> type) {
        if (!type.isRecord()) {
            throw new IllegalArgumentException(
                    type.getName() + " is no record, as the cells of a saved room are");
        }
        return cells.computeIfAbsent(type, SavedType::codec);
    }

    @SuppressWarnings("unchecked") // the codec of the record's own class
    private static <R extends Record> Bytes record(Codec<R> codec, Object value) {
        return bytes(codec, (R) value);
    }

    private static <T> Bytes bytes(Codec<T> codec, T value) {
        ByteBuf out = Unpooled.buffer(64);
        codec.encode(value, out);
        return Bytes.read(out, out.readableBytes());
    }

    private static ByteBuf buffer(Bytes bytes) {
        return Unpooled.wrappedBuffer(bytes.toArray());
    }
}
