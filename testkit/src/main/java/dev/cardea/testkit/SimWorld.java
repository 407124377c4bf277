package dev.cardea.testkit;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A world with one clock, one order of events and one source of chance. Confined to the thread that
 * made it.
 *
 * <p>Time stands still while an event runs and jumps to the next one afterwards. Events of the same
 * instant run in the order in which they were asked for. So everything that happens follows from
 * the seed, as long as nothing inside asks another clock or another generator, or walks a map whose
 * order is that of addresses.
 */
public final class SimWorld {
    /** Where the wall clock stands at the beginning: microseconds of Unix time, in 2026. */
    private static final long WALL_ORIGIN_MICROS = 1_780_000_000_000_000L;

    private final long seed;
    private final SplittableRandom random;
    private final PriorityQueue<Event> agenda = new PriorityQueue<>();
    private final SimTrace trace = new SimTrace();
    private long nowNanos;
    private long asked;
    private @Nullable SimLoop current;

    /** A world that nothing happened in yet. */
    public SimWorld(long seed) {
        this.seed = seed;
        this.random = new SplittableRandom(seed);
    }

    /** What everything follows from. */
    public long seed() {
        return seed;
    }

    /** Nanoseconds since the world began. */
    public long nanos() {
        return nowNanos;
    }

    /** The wall clock: microseconds of Unix time. */
    public long wallMicros() {
        return WALL_ORIGIN_MICROS + nowNanos / 1_000;
    }

    /** The only source of chance in here. */
    public RandomGenerator random() {
        return random;
    }

    /** True once in {@code times}. */
    public boolean oneIn(int times) {
        return random.nextInt(times) == 0;
    }

    /** A number from {@code low} to {@code high}, both included. */
    public long between(long low, long high) {
        return low >= high ? low : random.nextLong(low, high + 1);
    }

    /** A new event loop that belongs to this world. */
    public SimLoop loop(String name) {
        return new SimLoop(this, name);
    }

    /** What was noted lately, for those who want to know why. */
    public SimTrace trace() {
        return trace;
    }

    /**
     * Notes something that happened now: a text, or a value that makes one when it is read, and has
     * a hash that is the same in every run.
     */
    public void note(Object what) {
        SimLoop loop = current;
        trace.add(nowNanos, loop == null ? "-" : loop.name(), what);
    }

    /** Lets {@code task} happen {@code delayNanos} from now, outside of any loop. */
    public void after(long delayNanos, Runnable task) {
        at(nowNanos + Math.max(0, delayNanos), task);
    }

    /** Runs the next event; false if there is none. */
    public boolean step() {
        Event event = agenda.poll();
        if (event == null) {
            return false;
        }
        nowNanos = event.atNanos();
        event.task().run();
        return true;
    }

    /** Runs everything of the next {@code nanos} nanoseconds; time then stands at their end. */
    public void runFor(long nanos) {
        long end = nowNanos + nanos;
        for (Event next = agenda.peek();
                next != null && next.atNanos() <= end;
                next = agenda.peek()) {
            step();
        }
        nowNanos = end;
    }

    /** Runs until {@code done} holds; false if it did not within {@code nanosMax}. */
    public boolean runUntil(BooleanSupplier done, long nanosMax) {
        long end = nowNanos + nanosMax;
        while (!done.getAsBoolean()) {
            Event next = agenda.peek();
            if (next == null || next.atNanos() > end) {
                nowNanos = end;
                return done.getAsBoolean();
            }
            step();
        }
        return true;
    }

    void at(long atNanos, Runnable task) {
        agenda.add(new Event(Math.max(atNanos, nowNanos), asked++, task));
    }

    /** The loop whose task runs now, or null. */
    @Nullable SimLoop current() {
        return current;
    }

    void enter(@Nullable SimLoop loop) {
        current = loop;
    }

    private record Event(long atNanos, long order, Runnable task) implements Comparable<Event> {
        @Override
        public int compareTo(Event other) {
            int byTime = Long.compare(atNanos, other.atNanos);
            return byTime != 0 ? byTime : Long.compare(order, other.order);
        }
    }
}
