package dev.cardea.room.loop;

import dev.cardea.room.saved.SavedRoom;
import dev.cardea.room.saved.SavedType;
import dev.cardea.wire.Bytes;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a room waits for: its timers, and the work that it has asked for. Confined to the room.
 *
 * @param <E> the room's events
 */
final class Agenda<E> {
    /** Timers of one room. */
    static final int TIMERS_MAX = 1024;

    /** Work of one room under way aside. */
    static final int ASKS_MAX = 64;

    /** How long such work may take. */
    static final long ASK_MICROS = 10_000_000;

    private final TreeSet<Item<E>> byTime = new TreeSet<>(Agenda::compare);
    private final Map<String, Item<E>> timers = new HashMap<>(4);
    private final Map<Long, Item<E>> asks = new HashMap<>(4);
    private long nextOrder;
    private int underWay;

    /**
     * One thing waited for.
     *
     * @param order tells apart what is due at the same time
     * @param timer its name, or null: it is an ask
     * @param event the timer's event, or the ask's {@code orElse}
     * @param aside the work, or null: it is a timer, or was never begun
     */
    private record Item<E>(
            long dueMicros,
            long order,
            @Nullable String timer,
            E event,
            Surroundings.@Nullable Aside aside) {}

    private static int compare(Item<?> one, Item<?> other) {
        int byDue = Long.compare(one.dueMicros, other.dueMicros);
        return byDue != 0 ? byDue : Long.compare(one.order, other.order);
    }

    void startTimer(String name, long dueMicros, E event) {
        cancelTimer(name);
        if (timers.size() >= TIMERS_MAX) {
            throw new IllegalStateException("a room has at most " + TIMERS_MAX + " timers");
        }
        Item<E> item = new Item<>(dueMicros, nextOrder++, name, event, null);
        timers.put(name, item);
        byTime.add(item);
    }

    void cancelTimer(String name) {
        takeTimer(name);
    }

    /** The event of that timer, which is no more; null if there is none. */
    @Nullable E takeTimer(String name) {
        return take(timers.remove(name));
    }

    boolean mayAsk() {
        return underWay < ASKS_MAX;
    }

    void addAsk(long ask, long dueMicros, E orElse, Surroundings.Aside aside) {
        add(ask, new Item<>(dueMicros, ask, null, orElse, aside));
        underWay++;
    }

    /** Work that cannot be run: its {@code orElse} is due now. */
    void addUnanswered(long ask, long nowMicros, E orElse) {
        add(ask, new Item<>(nowMicros, ask, null, orElse, null));
    }

    private void add(long ask, Item<E> item) {
        asks.put(ask, item);
        byTime.add(item);
    }

    /** A number for the next ask. */
    long nextAsk() {
        return nextOrder++;
    }

    /** The {@code orElse} of that ask, which is no more; null if there is none. */
    @Nullable E takeAsk(long ask, boolean answered) {
        Item<E> item = asks.remove(ask);
        if (item != null && item.aside != null) {
            underWay--;
            if (!answered) {
                item.aside.cancel();
            }
        }
        return take(item);
    }

    private @Nullable E take(@Nullable Item<E> item) {
        if (item == null) {
            return null;
        }
        byTime.remove(item);
        return item.event;
    }

    /** When something is due, or Long.MAX_VALUE. */
    long nextMicros() {
        return byTime.isEmpty() ? Long.MAX_VALUE : byTime.first().dueMicros;
    }

    /** What is due first, as the event that takes it from here; null if nothing is. */
    @Nullable RoomEvent due(long nowMicros) {
        if (nextMicros() > nowMicros) {
            return null;
        }
        Item<E> first = byTime.first();
        return first.timer != null
                ? new RoomEvent.Fired(first.timer)
                : new RoomEvent.Answered(first.order, null);
    }

    /** The timers, and the {@code orElse} of each ask in their order, at rest. */
    void save(SavedType<E> type, List<SavedRoom.Timer> toTimers, List<Bytes> toAsks) {
        timers.forEach(
                (name, item) ->
                        toTimers.add(
                                new SavedRoom.Timer(name, item.dueMicros, type.event(item.event))));
        asks.values().stream()
                .sorted(Comparator.comparingLong(item -> item.order))
                .forEach(item -> toAsks.add(type.event(item.event)));
    }

    void show(StateViewer viewer) {
        timers.forEach((name, item) -> viewer.timer(name, item.dueMicros));
        asks.keySet().forEach(viewer::ask);
    }

    /** Nothing is waited for any more. */
    void clear() {
        for (Item<E> item : asks.values()) {
            if (item.aside != null) {
                item.aside.cancel();
            }
        }
        byTime.clear();
        timers.clear();
        asks.clear();
        underWay = 0;
    }
}
