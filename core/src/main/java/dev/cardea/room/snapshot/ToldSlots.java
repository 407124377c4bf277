package dev.cardea.room.snapshot;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What one member was told of the slots of one table. Confined to the room. */
final class ToldSlots {
    private final List<@Nullable Told> bySlot = new ArrayList<>();

    /** Those of which it was told anything that still matters. */
    private final BitSet used = new BitSet();

    private final BitSet asked = new BitSet();

    /** The slots of which it may have to be told; good until the next call. */
    BitSet with(BitSet visible) {
        asked.clear();
        asked.or(used);
        asked.or(visible);
        return asked;
    }

    /**
     * The state of a slot, made anew when something else is in it.
     *
     * @param track what it sees there
     * @return null if there is nothing to tell: nothing is there, and it knows that
     */
    @Nullable Told at(int slot, SnapshotRows.@Nullable Track track) {
        Told known = slot < bySlot.size() ? bySlot.get(slot) : null;
        Told now = track == null ? withoutRow(known) : withRow(known, track.key);
        if (now != known) {
            while (bySlot.size() <= slot) {
                bySlot.add(null);
            }
            bySlot.set(slot, now);
            used.set(slot, now != null);
        }
        return now;
    }

    private static Told withRow(@Nullable Told known, long key) {
        if (known != null && known.holds == Told.Holds.ROW && known.key == key) {
            return known;
        }
        return new Told(key, Told.Holds.ROW, known);
    }

    private static @Nullable Told withoutRow(@Nullable Told known) {
        if (known == null) {
            return null;
        }
        return switch (known.holds) {
            case ROW -> known.mayBeKnown() ? new Told(known.key, Told.Holds.GONE, known) : null;
            case GONE -> known.ackedTick > 0 ? null : known;
        };
    }
}
