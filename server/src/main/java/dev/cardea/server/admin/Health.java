package dev.cardea.server.admin;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.lang.management.RuntimeMXBean;
import java.util.Locale;

/**
 * The figures that one looks at first, as JSON. Immutable.
 *
 * @param release which build answers
 * @param status {@code ready}, or why it is not
 * @param database whether it answers
 * @param uptimeSeconds since the JVM's start
 * @param traffic what went through
 * @param threads platform threads alive
 * @param memory what the JVM holds
 */
record Health(
        String release,
        String status,
        DatabaseState database,
        double uptimeSeconds,
        Traffic traffic,
        int threads,
        Memory memory) {

    /** Bytes in use. */
    record Memory(long heapUsed, long heapCommitted, long heapMax, long nonHeapUsed) {}

    /** The figures of now. */
    static Health of(String release, Readiness readiness, DatabaseState database, Traffic traffic) {
        RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        MemoryUsage other = ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage();
        String status =
                switch (readiness) {
                    case Readiness.Ready() -> "ready";
                    case Readiness.NotReady(String reason) -> reason;
                };
        return new Health(
                release,
                status,
                database,
                runtime.getUptime() / 1000.0,
                traffic,
                ManagementFactory.getThreadMXBean().getThreadCount(),
                new Memory(heap.getUsed(), heap.getCommitted(), heap.getMax(), other.getUsed()));
    }

    /** One object, two levels deep; every text in it is the server's own. */
    String json() {
        return """
        {
          "release": "%s",
          "status": "%s",
          "database": "%s",
          "uptime_seconds": %s,
          "connections": {"total": %d, "active": %d},
          "sessions": %d,
          "rooms": %d,
          "messages": {"in": %d, "out": %d},
          "errors": %d,
          "threads": %d,
          "memory": {
            "heap_used_bytes": %d,
            "heap_committed_bytes": %d,
            "heap_max_bytes": %d,
            "non_heap_used_bytes": %d
          }
        }
        """
                .formatted(
                        escaped(release),
                        escaped(status),
                        database.name().toLowerCase(Locale.ROOT),
                        uptimeSeconds,
                        traffic.connectionsTotal(),
                        traffic.connectionsActive(),
                        traffic.sessions(),
                        traffic.rooms(),
                        traffic.messagesIn(),
                        traffic.messagesOut(),
                        traffic.errors(),
                        threads,
                        memory.heapUsed(),
                        memory.heapCommitted(),
                        memory.heapMax(),
                        memory.nonHeapUsed());
    }

    private static String escaped(String text) {
        return text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ");
    }
}
