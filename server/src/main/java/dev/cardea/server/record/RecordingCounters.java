package dev.cardea.server.record;

import dev.cardea.room.replay.Ending;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/** What became of recordings since the server started. Safe from any thread. */
public final class RecordingCounters {
    final AtomicInteger open = new AtomicInteger();
    final LongAdder begun = new LongAdder();
    final LongAdder refused = new LongAdder();
    final LongAdder unwritable = new LongAdder();
    final LongAdder bytes = new LongAdder();
    private final Map<Ending, LongAdder> ended = new EnumMap<>(Ending.class);

    /** All at zero. */
    public RecordingCounters() {
        for (Ending why : Ending.values()) {
            ended.put(why, new LongAdder());
        }
    }

    void ended(Ending why) {
        counter(why).increment();
    }

    private LongAdder counter(Ending why) {
        LongAdder counter = ended.get(why);
        if (counter == null) {
            throw new IllegalStateException("no counter of " + why);
        }
        return counter;
    }

    /** Recordings of rooms that are open. */
    public int open() {
        return open.get();
    }

    /** Recordings that were begun. */
    public long begun() {
        return begun.sum();
    }

    /** Rooms that were not recorded, since there were as many recordings as may be. */
    public long refused() {
        return refused.sum();
    }

    /** Recordings that ended for that reason. */
    public long endedBy(Ending why) {
        return counter(why).sum();
    }

    /** Recordings that broke off, since a file could not be written. */
    public long unwritable() {
        return unwritable.sum();
    }

    /** Bytes that were written. */
    public long bytes() {
        return bytes.sum();
    }
}
