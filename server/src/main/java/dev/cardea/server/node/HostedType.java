package dev.cardea.server.node;

import dev.cardea.room.RoomType;
import dev.cardea.room.loop.OwnerPlan;
import dev.cardea.wire.Protocol;
import dev.cardea.wire.Schema;
import io.netty.buffer.ByteBuf;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A room type as a node hosts it. Immutable.
 *
 * @param schemaHash of what is said in it, for ATTACHED
 * @param schemaJson the same for people and foreign clients
 */
record HostedType<I, O, E>(
        OwnerPlan<I, O, E> plan, Protocol<I> inputs, long schemaHash, String schemaJson) {
    /** Of the type, with all that is wrong in it said now. */
    static <I, O, E> HostedType<I, O, E> of(RoomType<I, O, E> type, OwnerPlan.Entry entry) {
        Map<String, Class<?>> rows = new LinkedHashMap<>();
        type.tables().forEach(table -> rows.put(table.name(), table.codec().type()));
        Schema schema = Schema.of(Map.of("inputs", type.inputs(), "outputs", type.outputs()), rows);
        return new HostedType<>(
                new OwnerPlan<>(type, entry, type.outputs()),
                type.inputs(),
                schema.hash(),
                schema.json());
    }

    /** Whether {@code body} is that of LEAVE: message id 0, nothing else. */
    static boolean isLeave(ByteBuf body) {
        return body.readableBytes() == 1 && body.getByte(body.readerIndex()) == 0;
    }

    /**
     * The message of an input, null for LEAVE.
     *
     * @throws dev.cardea.wire.MalformedException if it is neither
     */
    @Nullable Object input(ByteBuf body) {
        boolean mayLeave = plan.entry() == OwnerPlan.Entry.BY_REQUEST;
        return mayLeave && isLeave(body) ? null : inputs.decode(body);
    }
}
