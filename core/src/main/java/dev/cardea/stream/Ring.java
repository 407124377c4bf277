package dev.cardea.stream;

import dev.cardea.wire.Bytes;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest messages of an owner, kept for those who were away. Confined to the owner. Bounded in
 * bytes and age; allocated on first use.
 */
final class Ring {
    /** Counted for each entry beside its body. */
    static final int ENTRY_BYTES = 64;

    /**
     * @param patch whether it is a part of a patch, namely rows that are gone; else a message
     * @param to the only seat that may see it, or 0: all that had a seat when it was said
     */
    record Entry(long seq, int to, boolean patch, Bytes body, long atNanos) {
        int bytes() {
            return ENTRY_BYTES + body.size();
        }
    }

    private final int bytesMax;
    private final long ageNanos;
    private final RingBudget budget;
    private @Nullable ArrayDeque<Entry> entries;
    private int bytes;
    private long floor;

    /** An empty ring above {@code floor}, the number of the last message that it does not hold. */
    Ring(OwnerSpec spec, long floor) {
        this.bytesMax = spec.limits().ringBytesMax();
        this.ageNanos = spec.limits().ringAge().toNanos();
        this.budget = spec.budget();
        this.floor = floor;
    }

    /** Positions at or above this one miss nothing that is not here. */
    long floor() {
        return floor;
    }

    void push(Entry entry) {
        ArrayDeque<Entry> all = entries;
        if (all == null) {
            all = new ArrayDeque<>();
            entries = all;
        }
        all.add(entry);
        bytes += entry.bytes();
        boolean overdrawn = budget.add(entry.bytes());
        trim(all, overdrawn ? bytes / 2 : bytesMax, entry.atNanos() - ageNanos);
    }

    private void trim(ArrayDeque<Entry> all, int keepBytes, long oldestNanos) {
        for (Entry first = all.peek(); first != null; first = all.peek()) {
            if (bytes <= keepBytes && first.atNanos() - oldestNanos >= 0) {
                return;
            }
            evict(all);
        }
    }

    private void evict(ArrayDeque<Entry> all) {
        Entry gone = all.remove();
        bytes -= gone.bytes();
        budget.add(-gone.bytes());
        floor = gone.seq();
    }

    /** Drops what is older than the age bound, so that a quiet owner keeps nothing. */
    void expire(long nowNanos) {
        if (entries != null) {
            trim(entries, bytesMax, nowNanos - ageNanos);
            if (entries.isEmpty()) {
                entries = null;
            }
        }
    }

    /** When {@link #expire} has something to do, or Long.MAX_VALUE. */
    long nextExpiryNanos() {
        Entry first = entries == null ? null : entries.peek();
        return first == null ? Long.MAX_VALUE : first.atNanos() + ageNanos + 1;
    }

    /** What looks at entries; false ends it. */
    interface Visitor {
        boolean visit(Entry entry);
    }

    /** Shows the entries above {@code seq} that {@code seat} may see, in order. */
    void visit(long seq, int seat, Visitor visitor) {
        if (entries == null) {
            return;
        }
        for (Entry entry : entries) {
            boolean missed = entry.seq() > seq && (entry.to() == 0 || entry.to() == seat);
            if (missed && !visitor.visit(entry)) {
                return;
            }
        }
    }

    /** All entries, oldest first, for a live move. */
    List<Entry> entries() {
        return entries == null ? List.of() : List.copyOf(entries);
    }

    /** Gives up everything; the owner is gone. */
    void clear(long newFloor) {
        if (entries != null) {
            budget.add(-bytes);
            bytes = 0;
            entries = null;
        }
        floor = newFloor;
    }
}
