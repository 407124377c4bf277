package dev.cardea.server.node;

import dev.cardea.net.Loop;

/**
 * Where rooms run: one turn of a room is one task. What runs them may be fixed threads, virtual
 * threads or a simulation; see docs/decisions/0004-room-workers.md. Safe from any thread.
 */
public interface RoomWorkers {
    /** Runs {@code turn}, soon, behind those that wait already. Never in the calling turn. */
    void execute(Runnable turn);

    /** Runs {@code task}, which is short, not before {@code delayNanos} from now. */
    Loop.Timer after(long delayNanos, Runnable task);

    /** A clock that never steps back. */
    long nanos();

    /** Unix time in microseconds. */
    long wallMicros();

    /** Everything on one loop, as in a simulation. */
    static RoomWorkers on(Loop loop) {
        return new RoomWorkers() {
            @Override
            public void execute(Runnable turn) {
                loop.execute(turn);
            }

            @Override
            public Loop.Timer after(long delayNanos, Runnable task) {
                return loop.after(delayNanos, task);
            }

            @Override
            public long nanos() {
                return loop.nanos();
            }

            @Override
            public long wallMicros() {
                return loop.wallMicros();
            }
        };
    }
}
