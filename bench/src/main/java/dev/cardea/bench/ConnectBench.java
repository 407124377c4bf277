package dev.cardea.bench;

import dev.cardea.bench.load.CardeaWire;
import dev.cardea.bench.load.Load;
import dev.cardea.bench.load.Way;
import dev.cardea.bench.load.Wire;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** How many connections a second of the server's CPU takes and authenticates. */
final class ConnectBench {
    private static final int CONNECTIONS = 2_000;
    private static final int WARMUP_ROUNDS = 5;

    private final Options options;

    ConnectBench(Options options) {
        this.options = options;
    }

    void run() throws Exception {
        System.out.printf("%nConnect and authenticate, per second of server CPU%n%n");
        try (ServerProcess server = BenchServer.start()) {
            measure("TCP", server, "tcp", Way.PLAIN);
            measure("TLS 1.3", server, "tls", new Way.Tls(BenchServer.trusting()));
        }
    }

    private void measure(String name, ServerProcess server, String port, Way way) throws Exception {
        for (int round = 0; round < WARMUP_ROUNDS; round++) {
            once(server, port, way);
        }
        List<Double> figures = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            figures.add(once(server, port, way));
        }
        System.out.printf("  %-12s %8.0f%n", name, ServerProcess.median(figures));
    }

    private static double once(ServerProcess server, String port, Way way) throws Exception {
        Wire.Factory wires = CardeaWire.requests(64, BenchServer.INLINE_ROUTE);
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port(port));
        try (Load load = new Load(address, wires, way)) {
            long before = server.cpuMicros();
            load.open(CONNECTIONS);
            return CONNECTIONS * 1e6 / (server.cpuMicros() - before);
        }
    }
}
