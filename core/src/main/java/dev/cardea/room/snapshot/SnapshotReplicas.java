package dev.cardea.room.snapshot;

import dev.cardea.room.TableType;
import dev.cardea.wire.MalformedException;
import dev.cardea.wire.MalformedException.Kind;
import dev.cardea.wire.Varint;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * A member's copies of the tables that come by datagrams, and which of those came. Confined to the
 * thread that receives.
 */
public final class SnapshotReplicas {
    private final List<SnapshotReplica<?>> byNumber = new ArrayList<>();
    private final List<TableType<?>> types;
    private long newest;
    private int before;

    /** Empty copies of all tables of a room, in their order. */
    public SnapshotReplicas(List<TableType<?>> types) {
        this.types = List.copyOf(types);
        types.forEach(type -> byNumber.add(new SnapshotReplica<>(type)));
    }

    /** The copy of that table. */
    @SuppressWarnings("unchecked") // made of that type
    public <R> SnapshotReplica<R> of(TableType<R> type) {
        return (SnapshotReplica<R>) byNumber.get(types.indexOf(type));
    }

    /** The tick of the newest datagram that came; 0 before the first. */
    public long newest() {
        return newest;
    }

    /** Of the 32 ticks before {@link #newest}, nearest first, a bit for each datagram that came. */
    public int before() {
        return before;
    }

    /**
     * Reads a datagram; one that is not newer than the newest changes nothing, as if it were lost.
     *
     * @throws MalformedException if it is none; what was read of it until then counts, and the room
     *     is not told that it came
     */
    public void read(long tick, ByteBuf in) {
        if (tick <= newest) {
            return;
        }
        while (in.isReadable()) {
            int table = Varint.readInt(in);
            if (table < 1 || table > byNumber.size()) {
                throw MalformedException.of(Kind.OUT_OF_RANGE);
            }
            byNumber.get(table - 1).read(tick, in);
        }
        long age = tick - newest;
        before =
                age > Integer.SIZE ? 0 : (age == Integer.SIZE ? 0 : before << age) | 1 << (age - 1);
        if (newest == 0) {
            before = 0;
        }
        newest = tick;
    }
}
