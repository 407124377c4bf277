package dev.cardea.server.gateway;

import dev.cardea.server.gateway.GatewayLimits.Rates;

/**
 * The two token buckets of a connection, messages and bytes. Confined to its loop.
 *
 * <p>A bucket is kept as the time at which it would be full again (the "virtual scheduling" form of
 * the leaky bucket, ITU-T I.371): one number, and nothing to refill. What has been read is taken
 * even if the bucket does not hold it; it is then in debt, and the caller stops reading until the
 * debt is paid. So nothing is lost, and the average is exact.
 */
final class Rate {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Rates limits;
    private long messagesFullAt;
    private long bytesFullAt;

    Rate(Rates limits, long nowNanos) {
        this.limits = limits;
        this.messagesFullAt = nowNanos;
        this.bytesFullAt = nowNanos;
    }

    /** Whether both buckets are at least half full. */
    boolean isCaughtUp(long nowNanos) {
        return messagesFullAt - nowNanos
                        <= span(limits.messageBurst(), limits.messagesPerSecond()) / 2
                && bytesFullAt - nowNanos <= span(limits.byteBurst(), limits.bytesPerSecond()) / 2;
    }

    /** Takes; the answer is how long to read nothing, in nanoseconds, 0 if the buckets held it. */
    long take(int messages, int bytes, long nowNanos) {
        long debt = 0;
        if (limits.messagesPerSecond() > 0) {
            messagesFullAt =
                    Math.max(messagesFullAt, nowNanos) + span(messages, limits.messagesPerSecond());
            debt =
                    messagesFullAt
                            - nowNanos
                            - span(limits.messageBurst(), limits.messagesPerSecond());
        }
        if (limits.bytesPerSecond() > 0) {
            bytesFullAt = Math.max(bytesFullAt, nowNanos) + span(bytes, limits.bytesPerSecond());
            long byteDebt =
                    bytesFullAt - nowNanos - span(limits.byteBurst(), limits.bytesPerSecond());
            debt = Math.max(debt, byteDebt);
        }
        return Math.max(0, debt);
    }

    private static long span(int amount, int perSecond) {
        return perSecond == 0 ? 0 : amount * NANOS_PER_SECOND / perSecond;
    }
}
