package dev.cardea.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** How long each step of something took. Confined to one thread. */
final class Phases {
    private final LongSupplier nanos;
    private final List<String> ended = new ArrayList<>();
    private long begunNanos;

    Phases(LongSupplier nanos) {
        this.nanos = nanos;
        this.begunNanos = nanos.getAsLong();
    }

    /** What passed since the end of the last one belongs to none. */
    void begin() {
        begunNanos = nanos.getAsLong();
    }

    /** What began with the end of the last one is over. */
    void end(String what) {
        long now = nanos.getAsLong();
        ended.add(what + " " + TimeUnit.NANOSECONDS.toMillis(now - begunNanos) + " ms");
        begunNanos = now;
    }

    @Override
    public String toString() {
        return String.join(", ", ended);
    }
}
