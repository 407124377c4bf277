package dev.cardea.bench;

import dev.cardea.bench.load.CardeaWire;
import dev.cardea.bench.load.Load;
import dev.cardea.bench.load.Way;
import dev.cardea.bench.load.Wire;
import java.net.InetSocketAddress;

/** What an authenticated session that does nothing holds of the server's memory. */
final class IdleBench {
    private static final int FIRST = 1_000;

    private final int sessions;

    IdleBench(int sessions) {
        this.sessions = sessions;
    }

    void run() throws Exception {
        System.out.printf("%nMemory of %d idle, authenticated sessions%n%n", sessions);
        Wire.Factory wires = CardeaWire.requests(64, BenchServer.INLINE_ROUTE);
        measure("TCP", "tcp", wires, Way.PLAIN);
        measure("WebSocket", "ws", CardeaWire.overWebSocket(wires), Way.WEBSOCKET);
    }

    /** The first thousand sessions load classes and fill pools; they are not counted. */
    private void measure(String name, String port, Wire.Factory wires, Way way) throws Exception {
        try (ServerProcess server = BenchServer.start()) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port(port));
            try (Load load = new Load(address, wires, way)) {
                load.open(FIRST);
                long before = server.memoryKib();
                load.open(FIRST + sessions);
                long after = server.memoryKib();
                System.out.printf(
                        "  %-12s %6.2f KiB a session (%d connected)%n",
                        name, (double) (after - before) / sessions, load.connected());
            }
        }
    }
}
