package dev.cardea.room.saved;

import dev.cardea.store.Operation;
import dev.cardea.stream.OwnerSnapshot;
import dev.cardea.wire.Bytes;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * All of a room that outlives its process, between two events. Immutable plain data; what the game
 * made is in the form of its {@link SavedType}.
 *
 * @param seats members and spectators, and what was applied of each one's inputs
 */
public record SavedRoom(
        Clock clock, Shown shown, OwnerSnapshot seats, Waiting waiting, State state) {
    /**
     * Where its time and its chance stand.
     *
     * @param tick the number of the last tick
     * @param micros the room's time, in microseconds since 1970
     * @param random the state of its random numbers
     */
    public record Clock(long tick, long micros, long random) {}

    /** What those who look for a room are shown. */
    public record Shown(Map<String, String> labels, boolean hidden) {
        /** Copies the labels, in the order of their names. */
        public Shown {
            labels = sorted(labels);
        }
    }

    /**
     * What it waits for.
     *
     * @param asks the {@code orElse} of each, oldest first: after a crash that is the answer
     * @param durables by their names
     */
    public record Waiting(List<Timer> timers, List<Bytes> asks, Map<String, Operation> durables) {
        /** Copies. */
        public Waiting {
            timers = List.copyOf(timers);
            asks = List.copyOf(asks);
            durables = sorted(durables);
        }
    }

    /** One timer; {@code dueMicros} as of {@link Clock#micros}. */
    public record Timer(String name, long dueMicros, Bytes event) {}

    /**
     * What the room itself keeps.
     *
     * @param cells by their names
     * @param tables their rows by the tables' names, in their order
     * @param views what decides who sees which rows
     */
    public record State(Map<String, Bytes> cells, Map<String, List<Row>> tables, List<View> views) {
        /** Copies. */
        public State {
            cells = sorted(cells);
            tables = sorted(tables);
            views = List.copyOf(views);
        }
    }

    /** One row. */
    public record Row(long key, Bytes value) {}

    /** Of a member: its groups, a bit for each, and where it looks from, or NaN. */
    public record View(int member, long groups, double x, double y) {}

    private static <V> Map<String, V> sorted(Map<String, V> map) {
        return Collections.unmodifiableMap(new TreeMap<>(map));
    }
}
