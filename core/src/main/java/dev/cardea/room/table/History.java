package dev.cardea.room.table;

import dev.cardea.room.Table;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The rows of one table at the ends of past ticks. Confined to the room.
 *
 * <p>Rows are immutable, so the past of a row is a ring of references: one for each tick in which
 * it changed, and what it was before the oldest of those that may be asked for.
 */
final class History<R> {
    private final int ticks;
    private final LongObjectHashMap<Track<R>> byKey = new LongObjectHashMap<>();

    /** In the order of their first row: one that went and came back has the place that it had. */
    private final List<Track<R>> tracks = new ArrayList<>();

    /** Rows that are gone, oldest first; they are forgotten with the last tick that had them. */
    private final ArrayDeque<Leaving<R>> gone = new ArrayDeque<>();

    History(int ticks) {
        this.ticks = ticks;
    }

    /** After {@code tick} these are the changed rows. */
    void note(long tick, List<Row<R>> changed) {
        for (Row<R> row : changed) {
            note(tick, row);
        }
        forget(tick - ticks);
    }

    private void note(long tick, Row<R> row) {
        Track<R> track = byKey.get(row.key);
        if (track == null) {
            if (row.value().isEmpty()) {
                return; // it was there at no end of a tick
            }
            track = new Track<>(row.key);
            byKey.put(row.key, track);
            tracks.add(track);
        }
        track.note(tick, row.value(), tick - ticks);
        if (row.value().isEmpty()) {
            gone.add(new Leaving<>(track, tick));
        }
    }

    private void forget(long oldestAsked) {
        boolean any = false;
        while (!gone.isEmpty() && gone.getFirst().tick <= oldestAsked) {
            Leaving<R> leaving = gone.removeFirst();
            Track<R> track = leaving.track;
            if (track.isGoneSince(leaving.tick)) {
                byKey.remove(track.key);
                track.forgotten = true;
                any = true;
            }
        }
        if (any) {
            tracks.removeIf(track -> track.forgotten);
        }
    }

    /** How many rows it knows, present and past. */
    int size() {
        return tracks.size();
    }

    /**
     * The rows after a tick.
     *
     * @param now the tick that the room is at
     */
    Table.Past<R> at(long tick, long now) {
        return new AtTick(Math.clamp(tick, Math.max(0, now - ticks), now));
    }

    private final class AtTick implements Table.Past<R> {
        private final long tick;

        AtTick(long tick) {
            this.tick = tick;
        }

        @Override
        public long tick() {
            return tick;
        }

        @Override
        public Optional<R> get(long key) {
            Track<R> track = byKey.get(key);
            return track == null ? Optional.empty() : track.at(tick);
        }

        @Override
        public void forEach(Table.Visitor<? super R> visitor) {
            for (int i = 0; i < tracks.size(); i++) {
                Track<R> track = tracks.get(i);
                Optional<R> row = track.at(tick);
                if (row.isPresent()) {
                    visitor.visit(track.key, row.get());
                }
            }
        }
    }

    /** A row that is gone since the end of that tick. */
    private record Leaving<R>(Track<R> track, long tick) {}

    /** One key's rows: after each of these ticks, and until the next one, it was that. A ring. */
    private static final class Track<R> {
        final long key;
        boolean forgotten;
        private long[] ticks = new long[2];
        private List<Optional<R>> rows = empty(2);
        private int oldest;
        private int count;

        Track(long key) {
            this.key = key;
        }

        private static <R> List<Optional<R>> empty(int length) {
            return new ArrayList<>(Collections.nCopies(length, Optional.empty()));
        }

        /** Takes a row; older ones that nobody may ask for are dropped. */
        void note(long tick, Optional<R> row, long oldestAsked) {
            if (count > 0 && ticks[slot(count - 1)] == tick) {
                count--;
            }
            while (count > 1 && ticks[slot(1)] <= oldestAsked) {
                rows.set(oldest, Optional.empty());
                oldest = slot(1);
                count--;
            }
            if (count == ticks.length) {
                grow();
            }
            ticks[slot(count)] = tick;
            rows.set(slot(count), row);
            count++;
        }

        private void grow() {
            long[] moreTicks = new long[2 * count];
            List<Optional<R>> moreRows = empty(2 * count);
            for (int i = 0; i < count; i++) {
                moreTicks[i] = ticks[slot(i)];
                moreRows.set(i, rows.get(slot(i)));
            }
            ticks = moreTicks;
            rows = moreRows;
            oldest = 0;
        }

        private int slot(int age) {
            return (oldest + age) % ticks.length;
        }

        /** Whether it went at the end of {@code tick} and did not come back. */
        boolean isGoneSince(long tick) {
            int newest = slot(count - 1);
            return ticks[newest] == tick && rows.get(newest).isEmpty();
        }

        Optional<R> at(long tick) {
            for (int i = count - 1; i >= 0; i--) {
                if (ticks[slot(i)] <= tick) {
                    return rows.get(slot(i));
                }
            }
            return Optional.empty();
        }
    }
}
