package dev.cardea.server.gateway;

import dev.cardea.wire.Frame;

/**
 * What the loops of a gateway have in common: limits, keys, counters, admission. Safe from any
 * thread.
 */
public final class GatewayShared {
    private final GatewaySpec spec;
    private final GatewayMetrics metrics = new GatewayMetrics();
    private final Admission admission;
    private final Judges judges;

    /** For the loops of one gateway. */
    public GatewayShared(GatewaySpec spec) {
        this.spec = spec;
        this.admission = new Admission(spec.limits().entry());
        this.judges = new Judges(spec.authenticators(), spec.judging());
    }

    /** The counters. */
    public GatewayMetrics metrics() {
        return metrics;
    }

    String name() {
        return spec.name();
    }

    GatewayLimits limits() {
        return spec.limits();
    }

    TokenKeys keys() {
        return spec.keys();
    }

    Admission admission() {
        return admission;
    }

    Judges judges() {
        return judges;
    }

    /** The limits that WELCOME tells. */
    Frame.Limits announcedLimits() {
        GatewayLimits limits = spec.limits();
        return new Frame.Limits(
                limits.frames().inBytesMax(),
                limits.frames().outBytesMax(),
                limits.rates().messagesPerSecond(),
                limits.rates().messageBurst(),
                limits.rates().bytesPerSecond(),
                limits.rates().byteBurst());
    }
}
