package dev.cardea.net;

/**
 * One thread that runs tasks in order, and its clocks: an event loop, or a simulated one. {@link
 * #execute} is safe from any thread; the rest belongs to the loop.
 */
public interface Loop {
    /** A clock that never steps back, in nanoseconds; may be as old as the current turn. */
    long nanos();

    /** Unix time in microseconds. */
    long wallMicros();

    /** Runs {@code task} on the loop, not before {@code delayNanos} from now. */
    Timer after(long delayNanos, Runnable task);

    /** Runs {@code task} on the loop, in the order of the calls of each thread. Any thread. */
    void execute(Runnable task);

    /** Whether the calling thread is the loop's. Any thread. */
    boolean inLoop();

    /** A task that waits for its time. */
    interface Timer {
        /** Forgets the task, unless it has run. */
        void cancel();
    }
}
