package dev.cardea.server.node;

import dev.cardea.net.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Rooms on a fixed number of platform threads with one queue, and a thread for their timers and
 * their watchdog. Safe from any thread.
 */
public final class FixedWorkers implements RoomWorkers, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FixedWorkers.class);

    private final LinkedBlockingQueue<Runnable> turns = new LinkedBlockingQueue<>();
    private final List<Worker> workers = new ArrayList<>();
    private final ScheduledThreadPoolExecutor timers;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Starts the threads.
     *
     * @param count how many rooms may run at once
     * @param turnBudget how long a room may take for one event before it is reported
     */
    public FixedWorkers(int count, Duration turnBudget) {
        timers =
                new ScheduledThreadPoolExecutor(
                        1, Thread.ofPlatform().daemon().name("room-timers").factory());
        timers.setRemoveOnCancelPolicy(true);
        timers.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        for (int i = 0; i < count; i++) {
            Worker worker = new Worker("room-worker-" + i);
            workers.add(worker);
            worker.start();
        }
        Watchdog watchdog = new Watchdog(workers, turnBudget.toMillis());
        timers.scheduleWithFixedDelay(
                watchdog, turnBudget.toMillis(), turnBudget.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void execute(Runnable turn) {
        turns.add(turn);
    }

    @Override
    public Loop.Timer after(long delayNanos, Runnable task) {
        if (closed.get()) {
            return () -> {};
        }
        ScheduledFuture<?> timer = timers.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
        return () -> timer.cancel(false);
    }

    @Override
    public long nanos() {
        return WorkerClock.nanos();
    }

    @Override
    public long wallMicros() {
        return WorkerClock.wallMicros();
    }

    /** Stops after the turns that wait already, within five seconds. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        timers.shutdownNow();
        workers.forEach(worker -> turns.add(new Stop()));
        try {
            for (Worker worker : workers) {
                worker.join(Duration.ofSeconds(5));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /** The last that a worker takes. */
    private record Stop() implements Runnable {
        @Override
        public void run() {}
    }

    /** One thread. */
    final class Worker extends Thread {
        private volatile @Nullable Runnable turn;

        Worker(String name) {
            super(name);
            setDaemon(true);
        }

        /** What it runs now, or null. */
        @Nullable Runnable turn() {
            return turn;
        }

        @Override
        public void run() {
            try {
                Runnable next = turns.take();
                while (!(next instanceof Stop)) {
                    runTurn(next);
                    next = turns.take();
                }
            } catch (InterruptedException stop) {
                interrupt();
            }
        }

        private void runTurn(Runnable next) {
            turn = next;
            try {
                next.run();
            } catch (Throwable thrown) { // rooms catch their own: this is a bug of ours
                LOG.error("a room's turn failed outside of the room", thrown);
            } finally {
                turn = null;
            }
        }
    }
}
