package dev.cardea.bench;

import dev.cardea.bench.load.CardeaWire;
import dev.cardea.bench.load.Load;
import dev.cardea.bench.load.RawWire;
import dev.cardea.bench.load.Way;
import dev.cardea.bench.load.Wire;
import dev.cardea.bench.raw.RawNettyServer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * One member of each room says 64 bytes, all hear it, then it says the next: deliveries per second
 * of server CPU. Load and servers share one CPU, and take turns within each round.
 */
final class BroadcastBench {
    private static final int CONNECTIONS = 1_000;
    private static final int BODY_BYTES = 64;
    private static final List<Integer> ROOM_SIZES = List.of(50, 200, 1_000);

    private final Options options;

    BroadcastBench(Options options) {
        this.options = options;
    }

    void run() throws Exception {
        System.out.printf(
                "%nBroadcast of %d B, %d members in all: deliveries per second of server CPU%n%n",
                BODY_BYTES, CONNECTIONS);
        System.out.printf(
                "  %-14s %10s %10s %14s%n", "room of", "raw Netty", "Cardea", "cost x raw");
        ServerProcess.pin(ProcessHandle.current().pid(), options.cpu());
        for (int size : ROOM_SIZES) {
            measure(size);
        }
    }

    private void measure(int size) throws Exception {
        try (ServerProcess raw = ServerProcess.start(RawNettyServer.class, List.of());
                ServerProcess cardea = BenchServer.start()) {
            raw.pin(options.cpu());
            cardea.pin(options.cpu());
            Wire.Factory rooms = CardeaWire.rooms(BODY_BYTES, BenchServer.ROOM_TYPE, size);
            try (Load toRaw = open(raw, "port", RawWire.rooms(BODY_BYTES, size));
                    Load toCardea = open(cardea, "tcp", rooms)) {
                long warmup = TimeUnit.SECONDS.toNanos(options.warmupSeconds());
                deliveries(raw, toRaw, size, warmup);
                deliveries(cardea, toCardea, size, warmup);
                compare(size, raw, toRaw, cardea, toCardea);
            }
        }
    }

    private static Load open(ServerProcess server, String port, Wire.Factory wires)
            throws Exception {
        Load load =
                new Load(new InetSocketAddress("127.0.0.1", server.port(port)), wires, Way.PLAIN);
        load.open(CONNECTIONS);
        return load;
    }

    private void compare(
            int size, ServerProcess raw, Load toRaw, ServerProcess cardea, Load toCardea)
            throws Exception {
        List<Double> ofRaw = new ArrayList<>();
        List<Double> ofCardea = new ArrayList<>();
        for (int round = 0; round < options.rounds(); round++) {
            long nanos = TimeUnit.SECONDS.toNanos(options.seconds());
            ofRaw.add(deliveries(raw, toRaw, size, nanos));
            ofCardea.add(deliveries(cardea, toCardea, size, nanos));
        }
        double rawFigure = ServerProcess.median(ofRaw);
        double cardeaFigure = ServerProcess.median(ofCardea);
        System.out.printf(
                "  %-14d %10.0f %10.0f %14.2f%n",
                size, rawFigure, cardeaFigure, rawFigure / cardeaFigure);
    }

    private static double deliveries(ServerProcess server, Load load, int size, long nanos)
            throws Exception {
        long before = server.cpuMicros();
        Load.Result result = load.closedLoop(size, 1, 1, nanos);
        return result.answers() * 1e6 / (server.cpuMicros() - before);
    }
}
