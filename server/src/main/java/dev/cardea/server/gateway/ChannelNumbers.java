package dev.cardea.server.gateway;

import java.util.ArrayDeque;

/**
 * Gives out channel numbers, from 1, and again those that have been out of use for a minute: a
 * frame for what a number meant before cannot be under way any longer (R13). Confined to the loop.
 */
final class ChannelNumbers {
    /** How long a number rests. */
    static final long REST_NANOS = 60_000_000_000L;

    private record Resting(int number, long sinceNanos) {}

    private final ArrayDeque<Resting> resting = new ArrayDeque<>();
    private int next = 1;

    int take(long nowNanos) {
        Resting oldest = resting.peek();
        if (oldest != null && nowNanos - oldest.sinceNanos() >= REST_NANOS) {
            resting.remove();
            return oldest.number();
        }
        return next++;
    }

    void give(int number, long nowNanos) {
        resting.add(new Resting(number, nowNanos));
    }
}
