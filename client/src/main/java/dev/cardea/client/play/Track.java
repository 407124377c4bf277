package dev.cardea.client.play;

import java.util.ArrayList;
import java.util.List;

/** The past of one row, oldest first, never empty once told. Confined to one thread. */
final class Track<R> {
    final long key;

    /** The newest call of {@link Interpolation#told} that had the row. */
    int round;

    private final Motion<R> motion;
    private final List<Sample<R>> samples = new ArrayList<>(2);

    /**
     * The row after a tick.
     *
     * @param glides from the one before: it does not snap, and is not the same
     */
    private record Sample<R>(long tick, R row, boolean glides) {}

    Track(Motion<R> motion, long key) {
        this.motion = motion;
        this.key = key;
    }

    /** What was before has no place among ticks that begin anew. */
    void beginAnew(long tick) {
        R row = samples.getLast().row;
        samples.clear();
        samples.add(new Sample<>(tick, row, false));
    }

    void told(long tick, R row) {
        if (samples.isEmpty()) {
            samples.add(new Sample<>(tick, row, false));
            return;
        }
        Sample<R> newest = samples.getLast();
        if (newest.row.equals(row)) {
            return;
        }
        if (newest.tick == tick) {
            samples.removeLast();
            samples.add(new Sample<>(tick, row, glides(row)));
            return;
        }
        if (newest.tick < tick - 1) {
            samples.add(new Sample<>(tick - 1, newest.row, false)); // it rested until then
        }
        samples.add(new Sample<>(tick, row, glides(row)));
        while (samples.size() > Interpolation.SAMPLES_MAX) {
            samples.removeFirst();
        }
    }

    private boolean glides(R row) {
        return !samples.isEmpty() && !motion.snaps(samples.getLast().row, row);
    }

    /**
     * The row as it was.
     *
     * @param tableTick the newest of which the whole table is known
     */
    R at(double tick, long tableTick) {
        int i = samples.size() - 1;
        while (i > 0 && samples.get(i).tick > tick) {
            i--;
        }
        Sample<R> older = samples.get(i);
        if (i + 1 == samples.size()) {
            return beyond(tick, tableTick);
        }
        Sample<R> newer = samples.get(i + 1);
        if (tick <= older.tick || !newer.glides) {
            return older.row;
        }
        return motion.mix(older.row, newer.row, (tick - older.tick) / (newer.tick - older.tick));
    }

    /** Goes on from the newest, for a while, if it moved in the newest tick. */
    private R beyond(double tick, long tableTick) {
        Sample<R> newest = samples.getLast();
        double limit = motion.extrapolationTicks();
        double beyond = tick - tableTick;
        double ahead = beyond <= limit ? beyond : 2 * limit - beyond;
        if (!(ahead > 0) || !newest.glides || newest.tick != tableTick) {
            return newest.row;
        }
        Sample<R> before = samples.get(samples.size() - 2);
        return motion.mix(before.row, newest.row, 1 + ahead / (newest.tick - before.tick));
    }
}
