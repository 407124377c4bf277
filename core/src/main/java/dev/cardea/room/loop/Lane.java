package dev.cardea.room.loop;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/**
 * One connection's share of a mailbox: how much of it waits there. Counted up by the thread that
 * offers, down by the room.
 */
public class Lane {
    /** Inputs of one member that may wait. */
    public static final int INPUTS_MAX = 64;

    /** Other mail of one connection, as ATTACH, that may wait. */
    public static final int CONTROLS_MAX = 32;

    private static final AtomicIntegerFieldUpdater<Lane> INPUTS =
            AtomicIntegerFieldUpdater.newUpdater(Lane.class, "inputs");
    private static final AtomicIntegerFieldUpdater<Lane> CONTROLS =
            AtomicIntegerFieldUpdater.newUpdater(Lane.class, "controls");

    private volatile int inputs;
    private volatile int controls;

    boolean enter(boolean input) {
        return input
                ? INPUTS.incrementAndGet(this) <= INPUTS_MAX
                : CONTROLS.incrementAndGet(this) <= CONTROLS_MAX;
    }

    void exit(boolean input) {
        if (input) {
            INPUTS.decrementAndGet(this);
        } else {
            CONTROLS.decrementAndGet(this);
        }
    }
}
