package dev.cardea.server.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The newest LATEST message of each key, for a client that takes nothing now. Confined to the loop.
 * It exists only while the client is slow.
 */
final class LatestSlots {
    /** Keys that are kept. */
    static final int KEYS_MAX = 64;

    /** Bytes that are kept. */
    static final int BYTES_MAX = 64 * 1024;

    /** What became of a message. */
    enum Kept {
        NEW,
        REPLACED,
        DROPPED
    }

    private static final class Slot {
        final int channel;
        final long key;
        byte[] record;

        Slot(int channel, long key, byte[] record) {
            this.channel = channel;
            this.key = key;
            this.record = record;
        }
    }

    private final List<Slot> slots = new ArrayList<>(4);
    private int bytes;

    /** Keeps a copy of {@code record} instead of an older one of its key. */
    Kept keep(int channel, long key, ByteBuf record) {
        Slot slot = find(channel, key);
        int more = record.readableBytes() - (slot == null ? 0 : slot.record.length);
        if (bytes + more > BYTES_MAX || (slot == null && slots.size() == KEYS_MAX)) {
            return Kept.DROPPED;
        }
        bytes += more;
        if (slot == null) {
            slots.add(new Slot(channel, key, ByteBufUtil.getBytes(record)));
            return Kept.NEW;
        }
        slot.record = ByteBufUtil.getBytes(record);
        return Kept.REPLACED;
    }

    private @Nullable Slot find(int channel, long key) {
        for (Slot slot : slots) {
            if (slot.channel == channel && slot.key == key) {
                return slot;
            }
        }
        return null;
    }

    /** Gives everything away, in the order of the keys' first messages. */
    void drain(Consumer<ByteBuf> to) {
        for (Slot slot : slots) {
            to.accept(Unpooled.wrappedBuffer(slot.record));
        }
        slots.clear();
        bytes = 0;
    }
}
