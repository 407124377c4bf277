package dev.cardea.room.table;

import dev.cardea.room.Sight;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which rows of a table which member is told, if not all are told all. Confined to the room.
 *
 * <p>What a member sees is decided once per telling: {@link #settle} takes what changed, then
 * {@link #tell} says to each member what came, changed and went for it.
 */
abstract sealed class Sights<R> permits AudienceSights, NearSights {
    final RowTable<R> table;

    Sights(RowTable<R> table) {
        this.table = table;
    }

    /** Of that table; null if everybody sees all of it. */
    static <R> @Nullable Sights<R> of(Sight<R> sight, RowTable<R> table) {
        return switch (sight) {
            case Sight.Whole<R> _ -> null;
            case Sight.ByAudience<R> by -> new AudienceSights<>(by, table);
            case Sight.Near<R> near -> new NearSights<>(near, table);
        };
    }

    /**
     * Looks at what is to be put as a row, and remembers what it saw for {@link #take}.
     *
     * @throws RuntimeException if the author's function does, or what it returns cannot be used
     */
    abstract void look(R value);

    /** What was looked at is the row in that slot now; whether that may change who sees it. */
    abstract boolean take(int slot);

    /** Takes what changed, in the order of the slots. */
    abstract void settle(List<Row<R>> changed);

    /** Says what the last {@link #settle} changed for that member, who knew all before it. */
    abstract void tell(View view, BlockWriter out);

    /** Says all that the member sees; whatever it knew is void. */
    final void tellWhole(View view, BlockWriter out) {
        out.clear(table.number, table.slots());
        writeAll(view, out);
    }

    /** The slots of all that the member sees after the last {@link #settle}; not to be kept. */
    abstract BitSet visible(View view);

    /** Writes all that the member sees. */
    abstract void writeAll(View view, BlockWriter out);
}
