package dev.cardea.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.bench.load.CardeaWire;
import dev.cardea.bench.load.Load;
import dev.cardea.bench.load.RawWire;
import dev.cardea.bench.load.Way;
import dev.cardea.bench.load.Wire;
import dev.cardea.bench.raw.PlainSocketServer;
import dev.cardea.bench.raw.RawNettyServer;
import dev.cardea.bench.raw.RawPulseServer;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: the benchmarks measure work that is done; method: a moment of each load, in processes. */
@Timeout(120)
class LoadIT {
    private static final int CONNECTIONS = 8;
    private static final int ROOMS = 200;
    private static final int BODY_BYTES = 64;
    private static final long NANOS = 300_000_000;

    private static ServerProcess cardea;

    @BeforeAll
    static void start() throws Exception {
        cardea = BenchServer.start();
    }

    @AfterAll
    static void stop() {
        cardea.close();
    }

    @Test
    void hearsTheBaselinesEcho() throws Exception {
        for (Class<?> baseline : List.of(PlainSocketServer.class, RawNettyServer.class)) {
            try (ServerProcess server = ServerProcess.start(baseline, List.of())) {
                assertAnswers(server, "port", RawWire.echo(BODY_BYTES), Way.PLAIN);
            }
        }
    }

    @Test
    void hearsRepliesFromTheLoopAndFromVirtualThreads() throws Exception {
        for (int route : List.of(BenchServer.INLINE_ROUTE, BenchServer.BLOCKING_ROUTE)) {
            assertAnswers(cardea, "tcp", CardeaWire.requests(BODY_BYTES, route), Way.PLAIN);
        }
    }

    @Test
    void hearsRepliesOverTlsAndWebSocket() throws Exception {
        Wire.Factory requests = CardeaWire.requests(BODY_BYTES, BenchServer.INLINE_ROUTE);
        assertAnswers(cardea, "tls", requests, new Way.Tls(BenchServer.trusting()));
        Wire.Factory others = CardeaWire.requests(BODY_BYTES, BenchServer.INLINE_ROUTE);
        assertAnswers(cardea, "ws", CardeaWire.overWebSocket(others), Way.WEBSOCKET);
    }

    @Test
    void everyMemberHearsWhatOneSays() throws Exception {
        Wire.Factory rooms = CardeaWire.rooms(BODY_BYTES, BenchServer.ROOM_TYPE, CONNECTIONS / 2);
        try (Load load = open(cardea, "tcp", rooms, Way.PLAIN)) {
            Load.Result result = load.closedLoop(CONNECTIONS / 2, 1, 1, NANOS);
            assertThat(result.answers()).isGreaterThan(CONNECTIONS);
        }
    }

    /** A server's 128th room has a channel of two octets. */
    @Test
    void joinsMoreRoomsThanAnOctetOfAVarintCounts() throws Exception {
        Wire.Factory rooms = CardeaWire.rooms(BODY_BYTES, BenchServer.ROOM_TYPE, 1);
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", cardea.port("tcp"));
        try (Load load = new Load(address, rooms, Way.PLAIN)) {
            load.open(ROOMS);
            Load.Result result = load.closedLoop(1, 1, 1, NANOS);
            assertThat(result.answers()).isGreaterThan(ROOMS);
        }
    }

    @Test
    void everyMemberHearsOfEveryTick() throws Exception {
        for (String type : List.of(Swarm.ALL, Swarm.crowd(300))) {
            Wire.Factory watching = CardeaWire.watching(type, CONNECTIONS / 2);
            try (Load load = open(cardea, "tcp", watching, Way.PLAIN)) {
                Load.Result result = load.listen(NANOS);
                assertThat(result.answers()).as(type).isGreaterThan(CONNECTIONS);
                assertThat(result.bytes()).as(type).isGreaterThan(result.answers() * 10);
            }
        }
    }

    @Test
    void hearsTheBaselinesPulse() throws Exception {
        List<String> pulse = List.of("20", "600");
        try (ServerProcess server = ServerProcess.start(RawPulseServer.class, pulse);
                Load load = open(server, "port", RawWire.watching(CONNECTIONS / 2), Way.PLAIN)) {
            Load.Result result = load.listen(NANOS);
            assertThat(result.answers()).isGreaterThan(CONNECTIONS);
            assertThat(result.bytes()).isEqualTo(result.answers() * 603);
        }
    }

    @Test
    void anOpenLoopAsksAsOftenAsItIsTold() throws Exception {
        Wire.Factory requests = CardeaWire.requests(BODY_BYTES, BenchServer.INLINE_ROUTE);
        try (Load load = open(cardea, "tcp", requests, Way.PLAIN)) {
            Load.Result result = load.openLoop(1_000, NANOS);
            assertThat(result.answers()).isBetween(1L, 300L);
            assertThat(result.latencyNanos().getTotalCount()).isEqualTo(result.answers());
        }
    }

    @Test
    void aRefusalIsNoAnswer() throws Exception {
        int unknown = BenchServer.LATE_ROUTE + 1;
        Wire.Factory requests = CardeaWire.requests(BODY_BYTES, unknown);
        try (Load load = open(cardea, "tcp", requests, Way.PLAIN)) {
            Load.Result result = load.closedLoop(1, 1, 1, NANOS);
            assertThat(result.answers()).isZero();
            assertThat(result.refusals()).isGreaterThan(CONNECTIONS);
        }
    }

    @Test
    void readsWhatTheServerCosts() throws Exception {
        assertThat(cardea.cpuMicros()).isPositive();
        assertThat(cardea.memoryKib()).isPositive();
    }

    private static void assertAnswers(
            ServerProcess server, String port, Wire.Factory wires, Way way) throws Exception {
        try (Load load = open(server, port, wires, way)) {
            assertThat(load.connected()).isEqualTo(CONNECTIONS);
            for (int inFlight : new int[] {1, 16}) {
                Load.Result result = load.closedLoop(1, 1, inFlight, NANOS);
                assertThat(result.answers()).isGreaterThan((long) CONNECTIONS * inFlight);
                assertThat(result.latencyNanos().getTotalCount()).isEqualTo(result.answers());
            }
        }
    }

    private static Load open(ServerProcess server, String port, Wire.Factory wires, Way way)
            throws Exception {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", server.port(port));
        Load load = new Load(address, wires, way);
        load.open(CONNECTIONS);
        return load;
    }
}
