package dev.cardea.bench;

import dev.cardea.bench.load.CardeaWire;
import dev.cardea.bench.load.Load;
import dev.cardea.bench.load.RawWire;
import dev.cardea.bench.load.Way;
import dev.cardea.bench.load.Wire;
import dev.cardea.bench.raw.RawPulseServer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Rooms that tick and show their members rows that all move: what a delivered patch costs the
 * server, beside Netty alone that writes as many bytes to as many connections as often. Load and
 * servers share one CPU, and take turns within each round.
 */
final class RoomsBench {
    private static final int ROOMS = 10;
    private static final int MEMBERS = 100;

    /** The kernel counts CPU time in 10 ms, so these runs must be long. */
    private static final int LONGER = 4;

    /** A frame's length, which the baseline's argument does not count. */
    private static final int LENGTH_BYTES = 3;

    private final Options options;

    RoomsBench(Options options) {
        this.options = options;
    }

    private record Figure(double microsPerPatch, double patchesPerTick, double bytesPerPatch) {}

    void run() throws Exception {
        ServerProcess.pin(ProcessHandle.current().pid(), options.cpu());
        compare();
        crowds();
    }

    // ---- everybody sees everybody ----

    private void compare() throws Exception {
        System.out.printf(
                "%nRooms: %d of %d members, %d ticks a second, every row moves%n%n",
                ROOMS, MEMBERS, Swarm.RATE);
        try (ServerProcess cardea = BenchServer.start()) {
            cardea.pin(options.cpu());
            Wire.Factory watching = CardeaWire.watching(Swarm.ALL, MEMBERS);
            try (Load toCardea = open(cardea, "tcp", watching, ROOMS * MEMBERS)) {
                Figure first = measure(cardea, toCardea, ROOMS * MEMBERS, options.warmupSeconds());
                List<String> likewise =
                        List.of("" + Swarm.RATE, "" + Math.round(first.bytesPerPatch));
                try (ServerProcess raw = ServerProcess.start(RawPulseServer.class, likewise)) {
                    raw.pin(options.cpu());
                    try (Load toRaw =
                            open(raw, "port", RawWire.watching(MEMBERS), ROOMS * MEMBERS)) {
                        measure(raw, toRaw, ROOMS * MEMBERS, options.warmupSeconds());
                        print(cardea, toCardea, raw, toRaw);
                    }
                }
            }
        }
    }

    private void print(ServerProcess cardea, Load toCardea, ServerProcess raw, Load toRaw)
            throws Exception {
        List<Double> ofRaw = new ArrayList<>();
        List<Double> ofCardea = new ArrayList<>();
        Figure last = new Figure(0, 0, 0);
        for (int round = 0; round < options.rounds(); round++) {
            int seconds = options.seconds() * LONGER;
            ofRaw.add(measure(raw, toRaw, ROOMS * MEMBERS, seconds).microsPerPatch);
            last = measure(cardea, toCardea, ROOMS * MEMBERS, seconds);
            ofCardea.add(last.microsPerPatch);
        }
        double rawMicros = ServerProcess.median(ofRaw);
        double cardeaMicros = ServerProcess.median(ofCardea);
        double byHand = (double) MEMBERS * 2 * Swarm.COORDINATE_BYTES;
        System.out.printf("  server CPU per delivered patch, raw Netty   %8.2f us%n", rawMicros);
        System.out.printf(
                "  the same, Cardea                            %8.2f us   %.2f x raw%n",
                cardeaMicros, cardeaMicros / rawMicros);
        System.out.printf(
                "  patches per member per tick                 %8.3f%n", last.patchesPerTick);
        System.out.printf(
                "  bytes per member per tick                   %8.0f      %.2f x %d coordinates%n",
                last.bytesPerPatch + LENGTH_BYTES,
                (last.bytesPerPatch + LENGTH_BYTES) / byHand,
                MEMBERS * 2);
    }

    // ---- one sees who is near ----

    private void crowds() throws Exception {
        System.out.printf(
                "%nCrowd: one room, %d ticks a second, every row moves, about %d in sight%n%n",
                Swarm.CROWD_RATE, Swarm.IN_SIGHT);
        System.out.printf("  %-14s %18s %18s%n", "members", "CPU a patch, us", "bytes a patch");
        for (int members : Swarm.CROWDS) {
            try (ServerProcess cardea = BenchServer.start()) {
                cardea.pin(options.cpu());
                Wire.Factory watching = CardeaWire.watching(Swarm.crowd(members), members);
                try (Load load = open(cardea, "tcp", watching, members)) {
                    measure(cardea, load, members, options.warmupSeconds());
                    Figure figure = measure(cardea, load, members, options.seconds() * LONGER);
                    System.out.printf(
                            "  %-14d %18.2f %18.0f%n",
                            members, figure.microsPerPatch, figure.bytesPerPatch + LENGTH_BYTES);
                }
            }
        }
    }

    // ---- both ----

    private static Load open(ServerProcess server, String port, Wire.Factory wires, int count)
            throws Exception {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port(port));
        Load load = new Load(address, wires, Way.PLAIN);
        load.open(count);
        return load;
    }

    private static Figure measure(ServerProcess server, Load load, int members, int seconds)
            throws Exception {
        long before = server.cpuMicros();
        Load.Result result = load.listen(TimeUnit.SECONDS.toNanos(seconds));
        double micros = server.cpuMicros() - before;
        if (result.answers() == 0) {
            throw new IllegalStateException("no patch came");
        }
        double patches = result.answers();
        return new Figure(
                micros / patches,
                patches / members / (result.seconds() * Swarm.RATE),
                result.bytes() / patches - LENGTH_BYTES);
    }
}
