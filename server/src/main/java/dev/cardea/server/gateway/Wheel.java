package dev.cardea.server.gateway;

import dev.cardea.net.Loop;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A timing wheel (Varghese and Lauck, SOSP 1987) for all connections of a loop: one timer and one
 * slot reference each, instead of a timer per connection and deadline. Confined to its loop.
 *
 * <p>Its clock, {@link #alive}, counts the time in which the loop was at work: when the loop or the
 * whole process stood still, the clock did as well, so that nobody is taken for dead because we
 * were.
 */
final class Wheel {
    /** The grain of its time. */
    static final long TICK_NANOS = 100_000_000L;

    private static final int SLOTS = 128;

    /** Ticks made up for at once; beyond them the loop counts as having stood still. */
    private static final int LATE_TICKS_MAX = 10;

    /** Something that wants to be visited from time to time; it is in the wheel once. */
    interface Entry {
        /**
         * A visit; the answer is when to come again, in nanoseconds from now, or below 0: never.
         */
        long visit(long aliveNanos);
    }

    private final Loop loop;
    private final List<List<Entry>> slots = new ArrayList<>(SLOTS);
    private List<Entry> visiting = new ArrayList<>();
    private int at;
    private int entries;
    private long aliveNanos;
    private long lastTickNanos;
    private boolean ticking;

    Wheel(Loop loop) {
        this.loop = loop;
        for (int i = 0; i < SLOTS; i++) {
            slots.add(new ArrayList<>(0));
        }
    }

    /** Nanoseconds in which the loop was at work, to the grain of a tick. */
    long alive() {
        return aliveNanos;
    }

    /** Puts an entry in, to be visited after {@code delayNanos}. */
    void add(Entry entry, long delayNanos) {
        entries++;
        put(entry, delayNanos);
        if (!ticking) {
            ticking = true;
            lastTickNanos = loop.nanos();
            var _ = loop.after(TICK_NANOS, this::tick);
        }
    }

    private void put(Entry entry, long delayNanos) {
        long ticks = Math.clamp((delayNanos + TICK_NANOS - 1) / TICK_NANOS, 1, SLOTS - 1);
        slots.get((at + (int) ticks) % SLOTS).add(entry);
    }

    private void tick() {
        long now = loop.nanos();
        long late = (now - lastTickNanos) / TICK_NANOS;
        lastTickNanos = late > LATE_TICKS_MAX ? now : lastTickNanos + late * TICK_NANOS;
        for (long i = Math.min(late, LATE_TICKS_MAX); i > 0; i--) {
            turn();
        }
        if (entries > 0) {
            var _ = loop.after(TICK_NANOS, this::tick);
        } else {
            ticking = false;
        }
    }

    private void turn() {
        aliveNanos += TICK_NANOS;
        at = (at + 1) % SLOTS;
        List<Entry> due = slots.set(at, visiting);
        for (Entry entry : due) {
            long again = entry.visit(aliveNanos);
            if (again < 0) {
                entries--;
            } else {
                put(entry, again);
            }
        }
        due.clear();
        visiting = due;
    }

    /** Calls {@code task} for all that is in the wheel; it must not add to it. */
    void forEach(Consumer<Entry> task) {
        for (List<Entry> slot : slots) {
            slot.forEach(task);
        }
    }
}
