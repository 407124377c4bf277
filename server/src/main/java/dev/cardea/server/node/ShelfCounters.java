package dev.cardea.server.node;

import java.util.concurrent.atomic.LongAdder;

/** What happened to rooms that are kept. Safe from any thread. */
public final class ShelfCounters {
    /** Writes that were done. */
    public final LongAdder saved = new LongAdder();

    /** Writes that were refused, as somebody else owns the room. */
    public final LongAdder fenced = new LongAdder();

    /** Writes that failed; they are tried again. */
    public final LongAdder failed = new LongAdder();

    /** Bytes of rooms that were written. */
    public final LongAdder bytes = new LongAdder();
}
