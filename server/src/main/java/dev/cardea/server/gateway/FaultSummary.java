package dev.cardea.server.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Says that peers are at fault, a line each time that a counter has doubled: a flood of faults
 * makes a handful of lines. Confined to whoever calls it.
 */
final class FaultSummary {
    /** The first value of a counter that is worth a line. */
    static final long FIRST = 16;

    private final GatewayMetrics metrics;
    private final Consumer<String> lines;
    private final Map<String, Long> next = new HashMap<>();

    FaultSummary(GatewayMetrics metrics, Consumer<String> lines) {
        this.metrics = metrics;
        this.lines = lines;
    }

    /** Looks at all counters. */
    void look() {
        for (GatewayMetrics.Reading each : metrics.readings()) {
            String key = each.family() + ' ' + each.name();
            long threshold = next.getOrDefault(key, FIRST);
            if (each.fault() && each.value() >= threshold) {
                lines.accept("peer faults: " + key + " " + each.value() + " (" + each.text() + ")");
                next.put(key, Math.max(2 * threshold, Long.highestOneBit(each.value()) * 2));
            }
        }
    }
}
