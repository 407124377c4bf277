package dev.cardea.client.play;

import dev.cardea.room.Table;
import io.netty.util.collection.LongObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The rows of a table as they were a little ago, between two ticks: so they move evenly although
 * patches come in jerks. Confined to one thread.
 *
 * <p>It holds the rows that it was told last, and of each at most {@link #SAMPLES_MAX} older ones.
 * A row that rests is not told by the room; when it moves again, it does so from the tick before.
 *
 * @param <R> the record of a row
 */
public final class Interpolation<R> {
    /** Rows that are kept of each key: as many ticks, while it moves. */
    public static final int SAMPLES_MAX = 48;

    private final Motion<R> motion;
    private final LongObjectHashMap<Track<R>> byKey = new LongObjectHashMap<>();
    private final List<Track<R>> tracks = new ArrayList<>();
    private final Table.Visitor<R> seen = this::seen;
    private long tick;

    /** Counts what was told, so that rows which were not told again are found. */
    private int round;

    private int rowsOfRound;

    public Interpolation(Motion<R> motion) {
        this.motion = motion;
    }

    /** All rows of a table, such as {@code room.table(SHIPS)::forEach}. */
    @FunctionalInterface
    public interface Rows<R> {
        void forEach(Table.Visitor<? super R> visitor);
    }

    /**
     * The table is so, with each patch. A row that equals the one before rests.
     *
     * @param tick after which it is so: {@link dev.cardea.client.RoomClient#tick}
     */
    public void told(long tick, Rows<R> rows) {
        if (tick < this.tick) {
            tracks.forEach(track -> track.beginAnew(tick));
        }
        this.tick = tick;
        round++;
        rowsOfRound = 0;
        rows.forEach(seen);
        if (rowsOfRound < tracks.size()) {
            tracks.removeIf(this::isGone);
        }
    }

    private void seen(long key, R row) {
        Track<R> track = byKey.get(key);
        if (track == null) {
            track = new Track<>(motion, key);
            byKey.put(key, track);
            tracks.add(track);
        }
        track.told(tick, row);
        if (track.round != round) {
            track.round = round;
            rowsOfRound++;
        }
    }

    private boolean isGone(Track<R> track) {
        if (track.round == round) {
            return false;
        }
        byKey.remove(track.key);
        return true;
    }

    /** Forgets all rows, for example as the room is another one. */
    public void clear() {
        byKey.clear();
        tracks.clear();
        tick = 0;
    }

    /** How many rows there are. */
    public int rows() {
        return tracks.size();
    }

    /**
     * The row of {@code key} as it was, if there is one now.
     *
     * @param shownTick {@link PlayoutClock#tickAt}
     */
    public Optional<R> at(long key, double shownTick) {
        Track<R> track = byKey.get(key);
        return track == null ? Optional.empty() : Optional.of(track.at(shownTick, tick));
    }

    /** Shows all rows as they were; allocates nothing but what {@link Motion.Mix} makes. */
    public void forEach(double shownTick, Table.Visitor<? super R> visitor) {
        for (int i = 0; i < tracks.size(); i++) {
            Track<R> track = tracks.get(i);
            visitor.visit(track.key, track.at(shownTick, tick));
        }
    }
}
