package dev.cardea.server.node;

import dev.cardea.net.Loop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
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

    private static final long STOP_NANOS_MAX = 5_000_000_000L;
    private static final int STOP_ROUNDS_MAX = 64;

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
        timers.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
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

    /** Stops after the turns that wait already, and what they bring about: at most five seconds. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        timers.shutdownNow();
        workers.forEach(worker -> turns.add(new Stop(STOP_ROUNDS_MAX)));
        long end = nanos() + STOP_NANOS_MAX;
        try {
            for (Worker worker : workers) {
                worker.join(Duration.ofNanos(end - nanos()));
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The last that a worker takes, unless turns wait: a room with more mail than it takes in one
     * turn is behind it.
     *
     * @param rounds how often it may still go to the end of the queue
     */
    private record Stop(int rounds) implements Runnable {
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
            for (Runnable next = take(); !isLast(next); next = take()) {
                runTurn(next);
            }
        }

        private Runnable take() {
            while (true) {
                try {
                    return turns.take();
                } catch (InterruptedException ofATurn) {
                    // Nobody but game code interrupts a worker, and that ends no thread of ours.
                }
            }
        }

        private boolean isLast(Runnable next) {
            if (!(next instanceof Stop(int rounds))) {
                return false;
            }
            if (rounds == 0 || turns.stream().allMatch(Stop.class::isInstance)) {
                return true;
            }
            turns.add(new Stop(rounds - 1));
            return false;
        }

        private void runTurn(Runnable next) {
            turn = next;
            try {
                next.run();
            } catch (Throwable thrown) { // rooms catch their own: this is a bug of ours
                LOG.error("a room's turn failed outside of the room", thrown);
            } finally {
                turn = null;
                Thread.interrupted(); // the next room is not the one that was interrupted
            }
        }
    }
}
