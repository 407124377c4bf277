package dev.cardea.testkit.room;

import java.time.Duration;

/**
 * What lies between a room and its members. Immutable; what it does follows from the seed of the
 * room.
 *
 * <p>Each member has a connection of its own, which keeps the order of what it carries. One that is
 * cut loses what is under way in both directions; a member that was cut by the network comes back
 * by itself, with its position, as the clients do.
 *
 * @param latency how long a message takes one way, at least
 * @param jitter how much longer it may take
 * @param loss the share of unreliable and latest messages that get lost, 0 to 1; reliable ones
 *     never are
 * @param cuts how connections break
 */
public record SimNetwork(Duration latency, Duration jitter, double loss, Cuts cuts) {
    /** The longest latency and the longest jitter. */
    public static final Duration DELAY_MAX = Duration.ofSeconds(5);

    /** Everything arrives, and at once. */
    public static final SimNetwork PERFECT =
            new SimNetwork(Duration.ZERO, Duration.ZERO, 0, Cuts.NONE);

    /**
     * How connections break. Immutable.
     *
     * @param every about how long a connection lives: half of it to one and a half times
     * @param away how long a member is away, at most
     * @param max how often each member is cut, at most
     */
    public record Cuts(Duration every, Duration away, int max) {
        /** Connections do not break. */
        public static final Cuts NONE = new Cuts(Duration.ofDays(1), Duration.ofSeconds(1), 0);

        public Cuts {
            if (!isPositive(every) || !isPositive(away) || max < 0) {
                throw new IllegalArgumentException("cuts have positive times, and a number");
            }
        }

        private static boolean isPositive(Duration time) {
            return !time.isNegative() && !time.isZero();
        }
    }

    public SimNetwork {
        check(latency);
        check(jitter);
        if (!(loss >= 0 && loss <= 1)) {
            throw new IllegalArgumentException("a loss of " + loss + ": 0 to 1");
        }
    }

    private static void check(Duration delay) {
        if (delay.isNegative() || delay.compareTo(DELAY_MAX) > 0) {
            throw new IllegalArgumentException("a delay of " + delay + ": 0 to " + DELAY_MAX);
        }
    }

    /** A network with that latency one way, and nothing else wrong. */
    public static SimNetwork withLatency(Duration latency) {
        return new SimNetwork(latency, Duration.ZERO, 0, Cuts.NONE);
    }

    /** The same with up to so much more latency, another for each message. */
    public SimNetwork jitter(Duration upTo) {
        return new SimNetwork(latency, upTo, loss, cuts);
    }

    /** The same, losing that share of what is not sent reliably. */
    public SimNetwork losing(double share) {
        return new SimNetwork(latency, jitter, share, cuts);
    }

    /** The same with connections that break; see {@link Cuts}. */
    public SimNetwork cut(Duration every, Duration away, int max) {
        return new SimNetwork(latency, jitter, loss, new Cuts(every, away, max));
    }
}
