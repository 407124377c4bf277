package dev.cardea.room.table;

import dev.cardea.room.Sight;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/**
 * Rows that a member sees if they are near. Confined to the room. The work for a member grows with
 * the rows around it, not with those of the table, but for one bit per row.
 */
final class NearSights<R> extends Sights<R> implements Grid.Visitor {
    private final Sight.Near<R> sight;
    private final double enterSquared;
    private final double leaveSquared;
    private final Grid grid;

    /** Where each row is, by slot. */
    private double[] xs = new double[0];

    private double[] ys = new double[0];
    private double lookedX;
    private double lookedY;

    /** The slots of what changed last. */
    private final BitSet changed = new BitSet();

    private final Delta delta = new Delta();

    /** Of the member that is being told: what it knows, what it sees, where those differ. */
    private BitSet known = new BitSet();

    private final BitSet seen = new BitSet();
    private final BitSet different = new BitSet();
    private double eyeX;
    private double eyeY;

    NearSights(Sight.Near<R> sight, RowTable<R> table) {
        super(table);
        this.sight = sight;
        this.enterSquared = sight.enter() * sight.enter();
        this.leaveSquared = sight.leave() * sight.leave();
        this.grid = new Grid(sight.leave());
    }

    @Override
    void look(R value) {
        lookedX = sight.x().applyAsDouble(value);
        lookedY = sight.y().applyAsDouble(value);
        if (!Double.isFinite(lookedX) || !Double.isFinite(lookedY)) {
            throw new IllegalArgumentException("it is at " + lookedX + ", " + lookedY);
        }
    }

    @Override
    boolean take(int slot) {
        if (slot >= xs.length) {
            int length = Math.max(slot + 1, xs.length * 2);
            xs = Arrays.copyOf(xs, length);
            ys = Arrays.copyOf(ys, length);
        }
        boolean moved = xs[slot] != lookedX || ys[slot] != lookedY;
        xs[slot] = lookedX;
        ys[slot] = lookedY;
        return moved;
    }

    @Override
    void settle(List<Row<R>> rows) {
        changed.clear();
        for (Row<R> row : rows) {
            if (row.value().isEmpty()) {
                grid.remove(row.slot);
            } else {
                changed.set(row.slot);
                grid.place(row.slot, xs[row.slot], ys[row.slot]);
            }
        }
    }

    @Override
    void tell(View view, BlockWriter out) {
        see(view);
        different.clear();
        different.or(known);
        different.and(changed);
        different.and(seen);
        known.xor(seen); // what came or went
        different.or(known);
        for (int slot = different.nextSetBit(0); slot >= 0; slot = different.nextSetBit(slot + 1)) {
            Row<R> row = table.at(slot);
            if (!seen.get(slot)) {
                delta.gone(row);
            } else if (known.get(slot)) {
                delta.came(row);
            } else {
                delta.changed(row);
            }
        }
        delta.writeGone(out);
        delta.writeThere(out);
        know();
    }

    @Override
    void writeAll(View view, BlockWriter out) {
        view.near(table.number).clear();
        see(view);
        out.rows(Blocks.PUT, table.in(seen));
        know();
    }

    @Override
    BitSet visible(View view) {
        see(view);
        know();
        return seen;
    }

    /** Finds what the member sees. */
    private void see(View view) {
        known = view.near(table.number);
        seen.clear();
        if (view.looks) {
            eyeX = view.x;
            eyeY = view.y;
            grid.around(eyeX, eyeY, this);
        }
    }

    @Override
    public void visit(int slot) {
        double dx = xs[slot] - eyeX;
        double dy = ys[slot] - eyeY;
        double squared = dx * dx + dy * dy;
        if (squared <= (known.get(slot) ? leaveSquared : enterSquared)) {
            seen.set(slot);
        }
    }

    private void know() {
        known.clear();
        known.or(seen);
    }
}
