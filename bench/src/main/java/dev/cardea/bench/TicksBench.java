package dev.cardea.bench;

import dev.cardea.bench.load.CardeaWire;
import dev.cardea.bench.load.Load;
import dev.cardea.bench.load.Way;
import dev.cardea.client.CardeaClient;
import dev.cardea.client.Credential;
import dev.cardea.client.Session;
import dev.cardea.client.SessionListener;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Many small rooms: how late their ticks are, beside a bare thread in the same process. Nothing is
 * pinned: server and load use the machine as they can.
 */
final class TicksBench {
    private static final int MEMBERS = 10;
    private static final int INPUTS_PER_SECOND = 4;
    private static final int INPUT_BYTES = 8;
    private static final List<Integer> ROOMS = List.of(100, 200, 400, 500, 600, 800, 1_000);
    private static final long LATE_MICROS = 5_000;
    private static final int LONGER = 4;

    private final Options options;

    TicksBench(Options options) {
        this.options = options;
    }

    void run() throws Exception {
        ServerProcess.unpin(ProcessHandle.current().pid());
        System.out.printf(
                "%nTicks: rooms of %d, %d a second, %d inputs a second each; late by, ms%n%n",
                MEMBERS, Swarm.RATE, INPUTS_PER_SECOND);
        System.out.printf(
                "  %-7s %9s %9s %9s %12s %12s %9s%n",
                "rooms", "half", "99 %", "most", "bare 99 %", "server CPUs", "ticks");
        for (int rooms : ROOMS) {
            if (!measure(rooms)) {
                System.out.printf("  saturated at %d rooms%n", rooms);
                return;
            }
        }
    }

    /** Whether the ticks were in time. */
    private boolean measure(int rooms) throws Exception {
        try (ServerProcess server = BenchServer.start()) {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port("tcp"));
            try (Load load =
                            new Load(
                                    address,
                                    CardeaWire.rooms(INPUT_BYTES, Swarm.ALL, MEMBERS),
                                    Way.PLAIN);
                    Session session = session(address)) {
                try {
                    load.open(rooms * MEMBERS);
                } catch (TimeoutException tooMuch) {
                    return false;
                }
                double perSecond = (double) rooms * MEMBERS * INPUTS_PER_SECOND;
                load.openLoop(perSecond, TimeUnit.SECONDS.toNanos(options.warmupSeconds()));
                ask(session);
                long before = server.cpuMicros();
                long nanos = TimeUnit.SECONDS.toNanos((long) options.seconds() * LONGER);
                Load.Result result = load.openLoop(perSecond, nanos);
                double cpus = (server.cpuMicros() - before) / 1e6 / result.seconds();
                return print(rooms, ask(session), cpus, result.seconds());
            }
        }
    }

    private static boolean print(int rooms, BenchServer.Late late, double cpus, double seconds) {
        System.out.printf(
                "  %-7d %9.2f %9.2f %9.2f %12.2f %12.2f %8.0f%%%n",
                rooms,
                late.rooms().half() / 1e3,
                late.rooms().p99() / 1e3,
                late.rooms().max() / 1e3,
                late.bare().p99() / 1e3,
                cpus,
                100.0 * late.rooms().count() / (rooms * seconds * Swarm.RATE));
        return late.rooms().p99() - late.bare().p99() <= LATE_MICROS;
    }

    private static Session session(InetSocketAddress address) throws Exception {
        return CardeaClient.builder()
                .endpoint("tcp://127.0.0.1:" + address.getPort())
                .build()
                .connectAsync(Credential.development("observer"), new SessionListener() {})
                .get(10, TimeUnit.SECONDS);
    }

    private static BenchServer.Late ask(Session session) throws Exception {
        return session.request(
                        BenchServer.LATE_ROUTE, new BenchServer.AskLate(), BenchServer.Late.class)
                .get(10, TimeUnit.SECONDS);
    }
}
