package dev.cardea.client.engine;

import dev.cardea.wire.Bytes;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Inputs of any thread on their way to the session's loop, numbered from 1 in the order in which
 * they get there. Safe from any thread: one CAS, which gives an input its place and its number at
 * once, so the two cannot disagree. Whoever adds takes room in {@link UnackedInputs} first, which
 * bounds this as well.
 */
final class Intake {
    /** The newest, which leads to those before it; after {@link #take} its number alone. */
    private final AtomicReference<Entry> newest = new AtomicReference<>(new Entry(0, null));

    /** One input. */
    static final class Entry {
        private final long n;
        private final @Nullable Waiting waiting;

        /** The one before it, as long as it is here; the one after it, once it is taken. */
        private @Nullable Entry next;

        private Entry(long n, @Nullable Waiting waiting) {
            this.n = n;
            this.waiting = waiting;
        }

        long n() {
            return n;
        }

        /** What it is. */
        Waiting waiting() {
            Waiting here = waiting;
            if (here == null) {
                throw new IllegalStateException("it only keeps a number");
            }
            return here;
        }

        /** The one after it, of those that were taken together. */
        @Nullable Entry next() {
            return next;
        }
    }

    /**
     * An input and where room was reserved for it.
     *
     * @param inputs of the stream that was there when it was offered
     */
    record Waiting(UnackedInputs inputs, Bytes body) {}

    /**
     * Puts one behind all others.
     *
     * @param isFirst runs if there was none, so that somebody must be told to {@link #take}
     * @return its number
     */
    long add(UnackedInputs inputs, Bytes body, Runnable isFirst) {
        Waiting waiting = new Waiting(inputs, body);
        while (true) {
            Entry before = newest.get();
            Entry entry = new Entry(before.n + 1, waiting);
            entry.next = before.waiting == null ? null : before;
            if (newest.compareAndSet(before, entry)) {
                if (entry.next == null) {
                    isFirst.run();
                }
                return entry.n;
            }
        }
    }

    /** Takes all that are here, and gives the oldest, which leads to the others; null if none. */
    @Nullable Entry take() {
        Entry entry = newest.get();
        while (entry.waiting != null && !newest.compareAndSet(entry, new Entry(entry.n, null))) {
            entry = newest.get();
        }
        return entry.waiting == null ? null : turned(entry);
    }

    private static @Nullable Entry turned(Entry last) {
        Entry after = null;
        Entry each = last;
        while (each != null) {
            Entry before = each.next;
            each.next = after;
            after = each;
            each = before;
        }
        return after;
    }
}
