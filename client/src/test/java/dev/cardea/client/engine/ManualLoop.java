package dev.cardea.client.engine;

import dev.cardea.net.Loop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A loop whose time stands still until a test moves it. Confined to the test's thread. */
final class ManualLoop implements Loop {
    /** Unix time in microseconds at which virtual time begins. */
    static final long WALL_START_MICROS = 1_800_000_000_000_000L;

    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Alarm> alarms =
            new PriorityQueue<>(
                    Comparator.comparingLong((Alarm alarm) -> alarm.atNanos)
                            .thenComparingLong(alarm -> alarm.order));
    private long nowNanos = 5_000_000_000L;
    private long order;

    private final class Alarm implements Timer {
        final long atNanos;
        final long order;
        final Runnable task;

        Alarm(long atNanos, long order, Runnable task) {
            this.atNanos = atNanos;
            this.order = order;
            this.task = task;
        }

        @Override
        public void cancel() {
            alarms.remove(this);
        }
    }

    @Override
    public long nanos() {
        return nowNanos;
    }

    @Override
    public long wallMicros() {
        return WALL_START_MICROS + nowNanos / 1000;
    }

    @Override
    public Timer after(long delayNanos, Runnable task) {
        Alarm alarm = new Alarm(nowNanos + delayNanos, order++, task);
        alarms.add(alarm);
        return alarm;
    }

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public boolean inLoop() {
        return true;
    }

    /** Runs what is to be run now. */
    void settle() {
        Runnable task = tasks.poll();
        while (task != null) {
            task.run();
            task = tasks.poll();
        }
    }

    /** Moves time on, running what falls due on the way. */
    void advance(Duration by) {
        long until = nowNanos + by.toNanos();
        settle();
        while (!alarms.isEmpty() && alarms.peek().atNanos <= until) {
            Alarm due = alarms.remove();
            nowNanos = Math.max(nowNanos, due.atNanos);
            due.task.run();
            settle();
        }
        nowNanos = until;
    }
}
