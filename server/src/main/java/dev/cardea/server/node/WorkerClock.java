package dev.cardea.server.node;

import java.time.Instant;

/** The machine's clocks, for the threads that run rooms. Stateless. */
final class WorkerClock {
    private WorkerClock() {}

    /** A clock that never steps back. */
    static long nanos() {
        return System.nanoTime();
    }

    /** Unix time in microseconds. */
    static long wallMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000 + now.getNano() / 1000;
    }
}
