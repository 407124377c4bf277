package dev.cardea.bench;

import dev.cardea.bench.load.CardeaWire;
import dev.cardea.bench.load.Load;
import dev.cardea.bench.load.RawWire;
import dev.cardea.bench.load.Way;
import dev.cardea.bench.load.Wire;
import dev.cardea.bench.raw.RawNettyServer;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Latency at a fixed rate, counted from when each request was due: an open loop. */
final class LatencyBench {
    private static final int CONNECTIONS = 100;
    private static final double PER_SECOND = 20_000;

    private final Options options;

    LatencyBench(Options options) {
        this.options = options;
    }

    void run() throws Exception {
        System.out.printf(
                "%nLatency at %.0f requests a second, %d connections, us%n%n",
                PER_SECOND, CONNECTIONS);
        System.out.printf(
                "  %-24s %8s %8s %8s %10s %8s%n",
                "", "p50", "p99", "p99.9", "answers/s", "refused");
        try (ServerProcess raw = ServerProcess.start(RawNettyServer.class, List.of())) {
            measure("raw Netty", raw, "port", RawWire.echo(64));
        }
        try (ServerProcess cardea = BenchServer.start()) {
            measure(
                    "Cardea, non-blocking",
                    cardea,
                    "tcp",
                    CardeaWire.requests(64, BenchServer.INLINE_ROUTE));
            measure(
                    "Cardea, virtual thread",
                    cardea,
                    "tcp",
                    CardeaWire.requests(64, BenchServer.BLOCKING_ROUTE));
        }
    }

    private void measure(String name, ServerProcess server, String port, Wire.Factory wires)
            throws Exception {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port(port));
        try (Load load = new Load(address, wires, Way.PLAIN)) {
            load.open(CONNECTIONS);
            load.openLoop(PER_SECOND, TimeUnit.SECONDS.toNanos(options.warmupSeconds()));
            long nanos = TimeUnit.SECONDS.toNanos((long) options.seconds() * options.rounds());
            Load.Result result = load.openLoop(PER_SECOND, nanos);
            Histogram latency = result.latencyNanos();
            System.out.printf(
                    "  %-24s %8.0f %8.0f %8.0f %10.0f %8d%n",
                    name,
                    latency.getValueAtPercentile(50) / 1e3,
                    latency.getValueAtPercentile(99) / 1e3,
                    latency.getValueAtPercentile(99.9) / 1e3,
                    result.perSecond(),
                    result.refusals());
        }
    }
}
