package dev.cardea.server.gateway;

import dev.cardea.net.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A loop whose time passes when a test says so. */
final class StepLoop implements Loop {
    private static final long WALL_START_MICROS = 1_800_000_000_000_000L;

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private long nanos = 1_000_000_000L;

    private static final class Waiting implements Timer {
        final long atNanos;
        final Runnable task;
        boolean cancelled;

        Waiting(long atNanos, Runnable task) {
            this.atNanos = atNanos;
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long wallMicros() {
        return WALL_START_MICROS + nanos / 1_000;
    }

    @Override
    public Timer after(long delayNanos, Runnable task) {
        Waiting timer = new Waiting(nanos + Math.max(0, delayNanos), task);
        waiting.add(timer);
        return timer;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    /** Runs what waits to be run now. */
    void turn() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    /** Lets time pass, timer by timer. */
    void passMillis(long millis) {
        long end = nanos + millis * 1_000_000L;
        turn();
        for (Waiting next = next(end); next != null; next = next(end)) {
            waiting.remove(next);
            nanos = Math.max(nanos, next.atNanos);
            if (!next.cancelled) {
                next.task.run();
            }
            turn();
        }
        nanos = end;
    }

    /** The process stands still: time passes, and nothing runs until it is over. */
    void freezeMillis(long millis) {
        nanos += millis * 1_000_000L;
    }

    private @Nullable Waiting next(long end) {
        return waiting.stream()
                .filter(each -> each.atNanos <= end)
                .min(Comparator.comparingLong(each -> each.atNanos))
                .orElse(null);
    }
}
