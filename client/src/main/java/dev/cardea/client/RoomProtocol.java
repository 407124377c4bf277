package dev.cardea.client;

import dev.cardea.room.None;
import dev.cardea.room.RoomType;
import dev.cardea.room.TableType;
import dev.cardea.session.OwnerId;
import dev.cardea.wire.Codec;
import dev.cardea.wire.Protocol;
import java.util.List;

/**
 * What is said in a type of room. Immutable; made once, since reading the records takes a moment.
 *
 * @param type the room type's name, as on the server
 * @param inputs what a client may say
 * @param outputs what the room may say
 * @param tables the room's tables, in its order
 */
public record RoomProtocol<I, O>(
        String type, Codec<I> inputs, Codec<O> outputs, List<TableType<?>> tables) {
    public RoomProtocol {
        tables = List.copyOf(tables);
        if (!OwnerId.isType(type)) {
            throw new IllegalArgumentException("not the name of a room type: " + type);
        }
    }

    /** Of a type of room without tables. */
    public RoomProtocol(String type, Codec<I> inputs, Codec<O> outputs) {
        this(type, inputs, outputs, List.of());
    }

    /** Of a type of room that the client is compiled with. */
    public static <I, O> RoomProtocol<I, O> of(RoomType<I, O, ?> type) {
        return new RoomProtocol<>(type.name(), type.inputs(), type.outputs(), type.tables());
    }

    /**
     * From the sealed interfaces that the room declares.
     *
     * @param inputs a sealed interface of records, or {@link None}
     * @param outputs likewise
     */
    public static <I, O> RoomProtocol<I, O> of(String type, Class<I> inputs, Class<O> outputs) {
        return new RoomProtocol<>(type, family(inputs), family(outputs));
    }

    private static <T> Codec<T> family(Class<T> family) {
        return family == None.class ? Protocol.empty(family) : Protocol.of(family);
    }
}
