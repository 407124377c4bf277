package dev.cardea.room.loop;

import dev.cardea.session.OwnerId;
import java.util.SplittableRandom;

/**
 * When a room ticks. Confined to the room; pure.
 *
 * <p>Ticks are due at even times. The rooms of a node begin at different ones, so that they do not
 * all want the processor at once. A room that falls behind runs its late ticks at once, up to
 * {@link #BEHIND_MAX}; what it is behind beyond that is left out, and its time has a gap: a room
 * that cannot keep up gets slower rather than dying of what it owes. Numbers have no gap.
 */
final class Metronome {
    /** Ticks that may be owed. */
    static final int BEHIND_MAX = 4;

    private static final long SECOND_NANOS = 1_000_000_000;

    private final long periodNanos;
    private long dueNanos;
    private long number;

    Metronome(int rate, OwnerId room, long openedNanos) {
        this.periodNanos = SECOND_NANOS / rate;
        this.dueNanos = openedNanos + new SplittableRandom(room.hashCode()).nextLong(periodNanos);
    }

    /** The next tick is the one after {@code tick}. */
    void goOnFrom(long tick) {
        number = tick;
    }

    /** When the next tick is due. */
    long dueNanos() {
        return dueNanos;
    }

    /** The number of the last tick, 0 before the first. */
    long number() {
        return number;
    }

    /**
     * The tick that is due is run.
     *
     * @param lateNanos how long after its time, 0 or more
     * @return how many ticks were left out before it
     */
    long beat(long lateNanos) {
        long dropped = Math.max(0, lateNanos / periodNanos - (BEHIND_MAX - 1));
        dueNanos += (dropped + 1) * periodNanos;
        number++;
        return dropped;
    }
}
