package dev.cardea.server.node;

import dev.cardea.service.RequestMemory.Remembered;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What other threads have for a link: rooms their batches, handlers their replies. Anyone may put;
 * the link's loop takes all at once, so that a turn of the loop, not each item, costs a wake-up.
 */
final class Outbox {
    /** One item: a batch, or a reply. */
    static final class Item {
        final @Nullable ByteBuf batch;
        final @Nullable Remembered reply;
        final int ref;
        final int correlation;
        @Nullable Item next;

        private Item(
                @Nullable ByteBuf batch, @Nullable Remembered reply, int ref, int correlation) {
            this.batch = batch;
            this.reply = reply;
            this.ref = ref;
            this.correlation = correlation;
        }

        static Item of(ByteBuf batch) {
            return new Item(batch, null, 0, 0);
        }

        static Item of(Remembered reply, int ref, int correlation) {
            return new Item(null, reply, ref, correlation);
        }
    }

    private static final Item CLOSED = new Item(null, null, 0, 0);

    private final AtomicReference<@Nullable Item> newest = new AtomicReference<>();

    /** What became of a put. */
    enum Put {
        /** The loop knows that there is something. */
        WAITS,

        /** The caller must tell the loop. */
        FIRST,

        /** The link is gone; the item stays the caller's. */
        CLOSED
    }

    Put put(Item item) {
        while (true) {
            Item seen = newest.get();
            if (seen == CLOSED) {
                return Put.CLOSED;
            }
            item.next = seen;
            if (newest.compareAndSet(seen, item)) {
                return seen == null ? Put.FIRST : Put.WAITS;
            }
        }
    }

    /** All that was put, oldest first. For the loop alone. */
    @Nullable Item take() {
        return newest.get() == CLOSED ? null : turn(newest.getAndSet(null));
    }

    /** Takes no more; what waits is given out. For the loop alone. */
    @Nullable Item close() {
        Item last = newest.getAndSet(CLOSED);
        return last == CLOSED ? null : turn(last);
    }

    private static @Nullable Item turn(@Nullable Item newestFirst) {
        Item first = null;
        Item item = newestFirst;
        while (item != null) {
            Item next = item.next;
            item.next = first;
            first = item;
            item = next;
        }
        return first;
    }
}
