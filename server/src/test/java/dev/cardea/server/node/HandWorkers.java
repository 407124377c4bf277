package dev.cardea.server.node;

import dev.cardea.net.Loop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Workers whose every step is the test's: a timer may fire in the midst of a turn, as that of
 * another thread does. Confined to the test.
 */
final class HandWorkers implements RoomWorkers {
    private final ArrayDeque<Runnable> turns = new ArrayDeque<>();
    private final List<Waiting> timers = new ArrayList<>();
    private long nanos = 1_000_000_000L;

    private record Waiting(long atNanos, Runnable task) {}

    @Override
    public void execute(Runnable turn) {
        turns.add(turn);
    }

    @Override
    public Loop.Timer after(long delayNanos, Runnable task) {
        Waiting timer = new Waiting(nanos + delayNanos, task);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public long wallMicros() {
        return nanos / 1000;
    }

    void pass(long forNanos) {
        nanos += forNanos;
    }

    /** Fires the timers that are due. */
    void fire() {
        for (Waiting timer : List.copyOf(timers)) {
            if (timer.atNanos <= nanos && timers.remove(timer)) {
                timer.task.run();
            }
        }
    }

    /** Runs the next turn. */
    void turn() {
        turns.remove().run();
    }

    /** Runs turns until none waits, at most {@code max}. */
    void turns(int max) {
        for (int i = 0; i < max && !turns.isEmpty(); i++) {
            turn();
        }
    }
}
