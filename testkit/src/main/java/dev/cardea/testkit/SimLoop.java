package dev.cardea.testkit;

import dev.cardea.net.Loop;
import java.util.ArrayDeque;

/**
 * An event loop in virtual time. Confined to its world.
 *
 * <p>Tasks run in the order in which they were given, each a little later than asked for, as if
 * other threads took their turns in between. A frozen loop keeps what comes to it for the day that
 * it wakes; a killed one does nothing ever again.
 */
public final class SimLoop implements Loop {
    private static final long HOP_NANOS_MAX = 20_000;

    private final SimWorld world;
    private final String name;
    private final ArrayDeque<Runnable> missed = new ArrayDeque<>();
    private long lastTaskNanos;
    private boolean frozen;
    private boolean killed;

    SimLoop(SimWorld world, String name) {
        this.world = world;
        this.name = name;
    }

    /** For people. */
    public String name() {
        return name;
    }

    @Override
    public long nanos() {
        return world.nanos();
    }

    @Override
    public long wallMicros() {
        return world.wallMicros();
    }

    @Override
    public Timer after(long delayNanos, Runnable task) {
        SimTimer timer = new SimTimer(task);
        arrive(world.nanos() + Math.max(0, delayNanos), timer);
        return timer;
    }

    @Override
    public void execute(Runnable task) {
        long hop = world.between(0, HOP_NANOS_MAX);
        lastTaskNanos = Math.max(lastTaskNanos, world.nanos() + hop);
        arrive(lastTaskNanos, task);
    }

    @Override
    public boolean inLoop() {
        return world.current() == this;
    }

    /** Runs {@code task} as if the loop had come to it now; for tests that stand outside. */
    public void run(Runnable task) {
        if (killed) {
            return;
        }
        if (frozen) {
            missed.add(task);
            return;
        }
        SimLoop before = world.current();
        world.enter(this);
        try {
            task.run();
        } finally {
            world.enter(before);
        }
    }

    /** Stops in the middle of everything; what comes in the meantime waits. */
    public void freeze() {
        frozen = true;
    }

    /** Goes on, beginning with everything that was missed. */
    public void wake() {
        frozen = false;
        ArrayDeque<Runnable> late = new ArrayDeque<>(missed);
        missed.clear();
        for (Runnable task = late.poll(); task != null; task = late.poll()) {
            run(task);
        }
    }

    /** Whether it stands still. */
    public boolean frozen() {
        return frozen;
    }

    /** Dies without a word. */
    public void kill() {
        killed = true;
        missed.clear();
    }

    /** Whether it is dead. */
    public boolean killed() {
        return killed;
    }

    /** Runs {@code task} on this loop at that time, or when it wakes. */
    void arrive(long atNanos, Runnable task) {
        if (!killed) {
            world.at(atNanos, () -> run(task));
        }
    }

    SimWorld world() {
        return world;
    }

    private static final class SimTimer implements Timer, Runnable {
        private final Runnable task;
        private boolean cancelled;

        SimTimer(Runnable task) {
            this.task = task;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public void run() {
            if (!cancelled) {
                task.run();
            }
        }
    }
}
