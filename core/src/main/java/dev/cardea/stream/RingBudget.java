package dev.cardea.stream;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that all rings of a process may hold together. Safe from any thread: one atomic
 * counter. A ring that pushes while the budget is spent gives up its own older half.
 */
public final class RingBudget {
    private final long bytesMax;
    private final AtomicLong bytes = new AtomicLong();

    /** A budget of {@code bytesMax} bytes. */
    public RingBudget(long bytesMax) {
        this.bytesMax = bytesMax;
    }

    /** Bytes held by all rings. */
    public long bytes() {
        return bytes.get();
    }

    /** Counts {@code delta} bytes more, or fewer; true if the budget is now overdrawn. */
    boolean add(int delta) {
        return bytes.addAndGet(delta) > bytesMax;
    }
}
