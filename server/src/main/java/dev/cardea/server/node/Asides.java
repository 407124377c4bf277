package dev.cardea.server.node;

import dev.cardea.room.loop.Mail;
import dev.cardea.room.loop.Surroundings;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** Runs what rooms may not do themselves, since it blocks. Safe from any thread. */
final class Asides {
    private final Semaphore places;
    private final Executor threads;
    private final FailureLog failures = new FailureLog(LoggerFactory.getLogger(Asides.class));

    /**
     * With a bound.
     *
     * @param max work under way at once
     * @param threads gives each its own thread
     */
    Asides(int max, Executor threads) {
        this.places = new Semaphore(max);
        this.threads = threads;
    }

    /** Starts {@code work}, whose end is offered to {@code room}; null if nothing can run it. */
    Surroundings.@Nullable Aside start(RoomHost room, long ask, Callable<?> work) {
        if (!places.tryAcquire()) {
            return null;
        }
        Work run = new Work(room, ask, work);
        try {
            threads.execute(run);
        } catch (RejectedExecutionException closing) {
            places.release();
            return null;
        }
        return run;
    }

    /** One piece of work. */
    private final class Work implements Runnable, Surroundings.Aside {
        private final RoomHost room;
        private final long ask;
        private final Callable<?> work;
        private @Nullable Thread thread;
        private boolean cancelled;

        Work(RoomHost room, long ask, Callable<?> work) {
            this.room = room;
            this.ask = ask;
            this.work = work;
        }

        @Override
        public void run() {
            try {
                if (begin()) {
                    room.post(new Mail.Answer(ask, call()));
                }
            } finally {
                places.release();
            }
        }

        private @Nullable Object call() {
            try {
                return work.call();
            } catch (Throwable thrown) { // whatever it is, the room's answer is its orElse
                if (!end()) {
                    failures.failed(
                            "work of room type " + room.id().type(), "" + room.id(), thrown);
                }
                return null;
            } finally {
                end();
            }
        }

        private synchronized boolean begin() {
            thread = Thread.currentThread();
            return !cancelled;
        }

        /** From now on nobody interrupts; whether somebody did. */
        private synchronized boolean end() {
            thread = null;
            return cancelled;
        }

        @Override
        public synchronized void cancel() {
            cancelled = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
