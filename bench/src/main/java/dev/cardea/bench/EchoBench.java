package dev.cardea.bench;

import dev.cardea.bench.load.CardeaWire;
import dev.cardea.bench.load.Load;
import dev.cardea.bench.load.RawWire;
import dev.cardea.bench.load.Way;
import dev.cardea.bench.load.Wire;
import dev.cardea.bench.raw.PlainSocketServer;
import dev.cardea.bench.raw.RawNettyServer;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Request and reply of 64 bytes over 100 connections: what a message costs the server.
 *
 * <p>The load and the servers share one CPU, and the servers take turns within each round: on a
 * small machine that is the arrangement whose figures repeat. The ratios count, the absolute
 * figures belong to the machine.
 */
final class EchoBench {
    private static final int CONNECTIONS = 100;
    private static final int BODY_BYTES = 64;
    private static final int[] IN_FLIGHT = {1, 16};
    private static final double PLAUSIBLE_LEAST = 0.8;
    private static final double PLAUSIBLE_MOST = 2.5;

    private final Options options;
    private final List<Subject> subjects = new ArrayList<>();

    EchoBench(Options options) {
        this.options = options;
    }

    /** One thing measured, and its figures by in-flight, one for each round. */
    private record Subject(String name, ServerProcess server, Load load, List<List<Double>> micros)
            implements AutoCloseable {
        static Subject open(
                String name, ServerProcess server, String port, Wire.Factory wires, Way way)
                throws Exception {
            InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port(port));
            Load load = new Load(address, wires, way);
            load.open(CONNECTIONS);
            List<List<Double>> micros = List.of(new ArrayList<>(), new ArrayList<>());
            return new Subject(name, server, load, micros);
        }

        double measure(int inFlight, long nanos) throws Exception {
            long before = server.cpuMicros();
            Load.Result result = load.closedLoop(1, 1, inFlight, nanos);
            return (double) (server.cpuMicros() - before) / result.answers();
        }

        @Override
        public void close() {
            load.close();
        }
    }

    void run() throws Exception {
        try (ServerProcess plain = ServerProcess.start(PlainSocketServer.class, List.of());
                ServerProcess raw = ServerProcess.start(RawNettyServer.class, List.of());
                ServerProcess cardea = BenchServer.start()) {
            Wire.Factory echo = RawWire.echo(BODY_BYTES);
            Way trusting = new Way.Tls(BenchServer.trusting());
            subjects.add(Subject.open("plain socket loop", plain, "port", echo, Way.PLAIN));
            subjects.add(Subject.open("raw Netty", raw, "port", echo, Way.PLAIN));
            subjects.add(
                    Subject.open(
                            "Cardea, non-blocking",
                            cardea,
                            "tcp",
                            requests(BenchServer.INLINE_ROUTE),
                            Way.PLAIN));
            subjects.add(
                    Subject.open(
                            "Cardea, virtual thread",
                            cardea,
                            "tcp",
                            requests(BenchServer.BLOCKING_ROUTE),
                            Way.PLAIN));
            subjects.add(
                    Subject.open(
                            "Cardea, TLS",
                            cardea,
                            "tls",
                            requests(BenchServer.INLINE_ROUTE),
                            trusting));
            for (ServerProcess server : List.of(plain, raw, cardea)) {
                server.pin(options.cpu());
            }
            ServerProcess.pin(ProcessHandle.current().pid(), options.cpu());
            measure();
            print();
        } finally {
            subjects.forEach(Subject::close);
        }
    }

    /** Of a crowd of its own: players who sign in twice would end their other sessions. */
    private static Wire.Factory requests(int route) {
        return CardeaWire.requests(BODY_BYTES, route);
    }

    private void measure() throws Exception {
        for (Subject subject : subjects) {
            for (int inFlight : IN_FLIGHT) {
                subject.measure(inFlight, TimeUnit.SECONDS.toNanos(options.warmupSeconds()));
            }
            Progress.step("warmed " + subject.name());
        }
        for (int round = 1; round <= options.rounds(); round++) {
            for (Subject subject : subjects) {
                for (int i = 0; i < IN_FLIGHT.length; i++) {
                    long nanos = TimeUnit.SECONDS.toNanos(options.seconds());
                    subject.micros().get(i).add(subject.measure(IN_FLIGHT[i], nanos));
                }
            }
            Progress.step("round %d of %d".formatted(round, options.rounds()));
        }
    }

    private void print() {
        System.out.printf(
                "%nRequest and reply, %d B, %d connections: server CPU us per message%n%n",
                BODY_BYTES, CONNECTIONS);
        System.out.printf("  %-24s %10s %8s %10s %8s%n", "", "1 in flight", "x raw", "16", "x raw");
        Subject raw = subjects.get(1);
        for (Subject subject : subjects) {
            System.out.printf(
                    "  %-24s %10.2f %8.2f %10.2f %8.2f%n",
                    subject.name(),
                    figure(subject, 0),
                    figure(subject, 0) / figure(raw, 0),
                    figure(subject, 1),
                    figure(subject, 1) / figure(raw, 1));
        }
        double baseline = figure(raw, 0) / figure(subjects.getFirst(), 0);
        if (baseline < PLAUSIBLE_LEAST || baseline > PLAUSIBLE_MOST) {
            System.out.printf(
                    "%n  Raw Netty is at %.2f of a plain socket loop; %.1f to %.1f is plausible.%n"
                            + "  Something disturbs this run: do not use its figures.%n",
                    baseline, PLAUSIBLE_LEAST, PLAUSIBLE_MOST);
        }
    }

    private static double figure(Subject subject, int inFlight) {
        return ServerProcess.median(subject.micros().get(inFlight));
    }
}
