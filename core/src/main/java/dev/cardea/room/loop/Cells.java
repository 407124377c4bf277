package dev.cardea.room.loop;

import dev.cardea.room.Cell;
import dev.cardea.room.saved.SavedType;
import dev.cardea.wire.Bytes;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The cells of a room. Confined to the room. */
final class Cells {
    private static final int CELLS_MAX = 256;

    /** How the room is written at rest; null if it is not. */
    private final @Nullable SavedType<?> form;

    /** What cells that are not made yet hold: the room is being restored. */
    private Map<String, Bytes> kept = Map.of();

    private Map<String, ValueCell<?>> cells = Map.of();

    Cells(@Nullable SavedType<?> form) {
        this.form = form;
    }

    /** Takes over what was saved, before any cell is made. */
    void restore(Map<String, Bytes> saved) {
        kept = saved;
    }

    Map<String, Bytes> save(SavedType<?> as) {
        Map<String, Bytes> values = new HashMap<>();
        cells.forEach((name, cell) -> values.put(name, as.cell(cell.get())));
        return values;
    }

    <R> Cell<R> make(String name, R initial) {
        if (cells.isEmpty()) {
            cells = new HashMap<>(4);
        }
        if (cells.size() >= CELLS_MAX || cells.containsKey(name)) {
            throw new IllegalStateException(
                    "cell " + name + ": at most " + CELLS_MAX + ", each with a name of its own");
        }
        ValueCell<R> cell = new ValueCell<>(first(name, initial), form != null);
        cells.put(name, cell);
        return cell;
    }

    /** What a cell holds when it is made. */
    @SuppressWarnings("unchecked") // of the same class as initial
    private <R> R first(String name, R initial) {
        if (form == null) {
            return initial;
        }
        form.cell(initial); // throws if it is no record
        Bytes bytes = kept.get(name);
        return bytes == null ? initial : (R) form.cell(initial.getClass(), bytes);
    }

    /** A value, kept. */
    private static final class ValueCell<R> implements Cell<R> {
        private final boolean saved;
        private R value;

        ValueCell(R initial, boolean saved) {
            this.value = Objects.requireNonNull(initial);
            this.saved = saved;
        }

        @Override
        public R get() {
            return value;
        }

        @Override
        public void set(R newValue) {
            if (saved && newValue.getClass() != value.getClass()) {
                throw new IllegalArgumentException(
                        "a saved cell of %s takes no %s"
                                .formatted(value.getClass().getName(), newValue.getClass()));
            }
            value = Objects.requireNonNull(newValue);
        }
    }
}
