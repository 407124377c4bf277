package dev.cardea.room.table;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/** What decides what one member sees, and what it was told by that. Confined to the room. */
final class View {
    final int member;

    /** Where it looks from, if it does. */
    double x;

    double y;
    boolean looks;

    /** The groups that it is in, a bit for each. */
    long groups;

    /** Those that its rows were last told by. */
    long groupsTold;

    /** For tables with rows that are near: the slots of those it knows. By the table's number. */
    private final @Nullable BitSet[] near;

    View(int member, int tables) {
        this.member = member;
        this.near = new BitSet[tables];
    }

    /** The slots of the rows that it knows. */
    BitSet near(int table) {
        BitSet known = near[table - 1];
        if (known == null) {
            known = new BitSet();
            near[table - 1] = known;
        }
        return known;
    }
}
