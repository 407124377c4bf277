package dev.cardea.room.table;

import dev.cardea.room.TableType;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.MalformedException.Kind;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** A member's copies of all tables of a room. Confined to the thread that receives. */
public final class ReplicaSet {
    private static final int KIND_MASK = (1 << Blocks.KIND_BITS) - 1;

    private final List<Replica<?>> replicas = new ArrayList<>();

    /** Empty copies of tables of those types, in the room type's order. */
    public ReplicaSet(List<TableType<?>> types) {
        types.forEach(type -> replicas.add(new Replica<>(type)));
    }

    /** The copy of that table; it is a bug to ask for one that is not there. */
    @SuppressWarnings("unchecked") // the type is the one that the copy was made of
    public <R> Replica<R> of(TableType<R> type) {
        for (Replica<?> replica : replicas) {
            if (replica.type == type) {
                return (Replica<R>) replica;
            }
        }
        throw new IllegalStateException("table " + type + " is not among those of the room");
    }

    /** Forgets all rows. */
    public void clear() {
        replicas.forEach(Replica::clear);
    }

    /**
     * Reads the blocks that fill {@code in}.
     *
     * @throws MalformedException if they are none; what was read before that remains
     */
    public void apply(ByteBuf in) {
        while (in.isReadable()) {
            int table = Varint.readInt(in);
            if (table < 1 || table > replicas.size()) {
                throw MalformedException.of(Kind.UNKNOWN_ID);
            }
            block(replicas.get(table - 1), in);
        }
    }

    private static void block(Replica<?> replica, ByteBuf in) {
        for (int head = Varint.readInt(in); head != Blocks.END; head = Varint.readInt(in)) {
            int count = head >>> Blocks.KIND_BITS;
            if (count == 0) {
                throw MalformedException.of(Kind.OUT_OF_RANGE);
            }
            replica.run(head & KIND_MASK, count, in);
        }
    }
}
