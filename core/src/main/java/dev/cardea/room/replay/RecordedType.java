package dev.cardea.room.replay;

import dev.cardea.room.None;
import dev.cardea.room.RoomType;
import dev.cardea.wire.Protocol;
import dev.cardea.wire.Schema;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A room type as recordings know it: how what its rooms are told is written. Immutable. Making one
 * is slow: whoever uses it keeps it.
 *
 * @param schemaJson of inputs, outputs, events and tables
 */
public record RecordedType<I, O, E>(
        RoomType<I, O, E> type, Protocol<I> inputs, Protocol<E> events, String schemaJson) {
    private static final int SCHEMA_BYTES_MAX = Chunks.BODY_BYTES_MAX / 2;

    /**
     * Of {@code type}.
     *
     * @throws IllegalArgumentException if it cannot be recorded: its events are no sealed interface
     *     of records, each with an id
     */
    public static <I, O, E> RecordedType<I, O, E> of(RoomType<I, O, E> type) {
        Protocol<E> events = events(type);
        Map<String, Class<?>> rows = new LinkedHashMap<>();
        type.tables().forEach(table -> rows.put(table.name(), table.codec().type()));
        Map<String, Protocol<?>> families =
                Map.of("inputs", type.inputs(), "outputs", type.outputs(), "events", events);
        String json = Schema.of(families, rows).json();
        if (json.getBytes(StandardCharsets.UTF_8).length > SCHEMA_BYTES_MAX) {
            throw new IllegalArgumentException("its schema is too large for a recording");
        }
        return new RecordedType<>(type, type.inputs(), events, json);
    }

    @SuppressWarnings("unchecked") // nobody makes a value of the empty family
    private static <E> Protocol<E> events(RoomType<?, ?, E> type) {
        Class<E> family = type.eventFamily();
        return family == null || family == None.class
                ? Protocol.empty((Class<E>) None.class)
                : Protocol.of(family);
    }

    @SuppressWarnings("unchecked") // decoded by that protocol
    void writeInput(Object input, ByteBuf out) {
        inputs.encode((I) input, out);
    }

    /** Whether what was written is the event, without a loss as by quantising. */
    @SuppressWarnings("unchecked") // checked against the family where it came in
    boolean writeEvent(Object event, ByteBuf out) {
        int start = out.writerIndex();
        events.encode((E) event, out);
        ByteBuf written = out.slice(start, out.writerIndex() - start);
        return event.equals(events.decode(written));
    }
}
