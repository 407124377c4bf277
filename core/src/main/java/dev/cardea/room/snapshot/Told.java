package dev.cardea.room.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * What one member was told of the slots of one table, and has acknowledged. Confined to the room.
 */
final class Told {
    /** What the slot has, as far as the member may know. */
    enum Holds {
        /** A row; it may not know of it yet. */
        ROW,

        /** The member was told that it is gone, and has not said that it knows. */
        GONE
    }

    final long key;
    final Holds holds;

    /** The newest tick at which it was told and is known to know; 0: none. */
    long ackedTick;

    /** When it was told last; 0: never. */
    long sentTick;

    /**
     * When it was first told something that it may not know, after {@link #ackedTick}; 0: never.
     */
    long unackedSince;

    /** What it gained while it waited. */
    float gained;

    /** Whether the member may have something there from before. */
    private final boolean after;

    /** Follows {@code before}, if there was anything. */
    Told(long key, Holds holds, @Nullable Told before) {
        this.key = key;
        this.holds = holds;
        this.after = before != null && before.mayBeKnown();
    }

    /** Whether the member may have something there, which must go if the row does. */
    boolean mayBeKnown() {
        return after || sentTick > 0;
    }

    void sent(long tick) {
        sentTick = tick;
        gained = 0;
        if (unackedSince == 0) {
            unackedSince = tick;
        }
    }

    void acked(long tick) {
        if (tick > ackedTick) {
            ackedTick = tick;
            unackedSince = tick >= sentTick ? 0 : tick + 1;
        }
    }

    /**
     * Whether the member still has what it was told at {@link #ackedTick}: it keeps so many
     * versions.
     */
    boolean keepsAcked(long tick) {
        return ackedTick > 0 && (unackedSince == 0 || tick - unackedSince < SnapshotRows.AGE_MAX);
    }
}
