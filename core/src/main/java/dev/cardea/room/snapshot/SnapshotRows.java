package dev.cardea.room.snapshot;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one table, with their versions of the last ticks. Confined to the room. All members
 * of the room are told from it.
 */
public final class SnapshotRows {
    /** How long ago a version may be that a row is written against, unless the row rested since. */
    static final int AGE_MAX = Kinds.VERSIONS - 1;

    final int table;
    private final List<@Nullable Track> bySlot = new ArrayList<>();

    /**
     * Of a table.
     *
     * @param table its number, from 1
     */
    public SnapshotRows(int table) {
        this.table = table;
    }

    /** What is in one slot: a key from one tick on, and its versions, newest last. */
    static final class Track {
        final long key;
        float weight;
        private final List<Version> versions = new ArrayList<>(2);

        private Track(long key) {
            this.key = key;
        }

        Version newest() {
            return versions.getLast();
        }

        /** What it was after {@code tick}; null if it was not there, or that is too long ago. */
        @Nullable Version at(long tick) {
            for (int i = versions.size() - 1; i >= 0; i--) {
                if (versions.get(i).tick <= tick) {
                    return versions.get(i);
                }
            }
            return null;
        }

        private void add(Version version) {
            versions.add(version);
            while (versions.size() > 1 && versions.get(1).tick < version.tick - AGE_MAX) {
                versions.removeFirst();
            }
        }
    }

    /**
     * The row in that slot is so from the end of {@code tick} on.
     *
     * @param weight how much it matters, above 0: twice the weight is told twice as often
     * @param bytes its components, which nobody changes from here on
     * @param ends where each of them ends
     */
    public void put(int slot, long key, long tick, float weight, byte[] bytes, short[] ends) {
        while (bySlot.size() <= slot) {
            bySlot.add(null);
        }
        Track track = bySlot.get(slot);
        if (track == null || track.key != key) {
            track = new Track(key);
            bySlot.set(slot, track);
        }
        track.weight = weight;
        track.add(new Version(tick, bytes, ends));
    }

    /** That slot is empty. */
    public void remove(int slot) {
        bySlot.set(slot, null);
    }

    int slots() {
        return bySlot.size();
    }

    @Nullable Track at(int slot) {
        return slot < bySlot.size() ? bySlot.get(slot) : null;
    }
}
