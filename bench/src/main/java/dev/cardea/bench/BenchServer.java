package dev.cardea.bench;

import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Room;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.server.Cardea;
import dev.cardea.server.RunningServer;
import dev.cardea.server.config.Config;
import dev.cardea.server.config.ConfigReader;
import dev.cardea.server.config.Loaded;
import dev.cardea.server.logging.Logs;
import dev.cardea.service.Routes;
import dev.cardea.service.Service;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Id;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLException;

/**
 * Cardea as the benchmarks need it: two echoing routes and a room that repeats what it hears, one
 * event loop as the baseline has, all limits on, but high. Log level INFO, to a file.
 */
final class BenchServer {
    static final int INLINE_ROUTE = Routes.FIRST;
    static final int BLOCKING_ROUTE = Routes.FIRST + 1;
    static final int LATE_ROUTE = Routes.FIRST + 2;
    static final String ROOM_TYPE = "bench";

    private static final String CONFIG =
            """
            server: {host: 127.0.0.1, port: 0, io_threads: 1, room_threads: 1}
            listeners:
              - {transport: tcp, host: 127.0.0.1, port: 0}
              - {transport: tls, host: 127.0.0.1, port: 0}
            tls: {certificate: chain.pem, key: key.pem}
            admin: {port: 0}
            logging: {level: info, path: cardea.log}
            security: {rate_limit: 1000000, max_connections: 20000}
            limits:
              admission:
                per_address: 20000
                unauthenticated_per_address: 20000
                new_per_second: 1000000
                new_burst: 1000000
              rate: {message_burst: 2000000, bytes_per_second: 1GiB, byte_burst: 1GiB}
            """;

    private BenchServer() {}

    /** What an echo carries, both ways. */
    record Echo(Bytes body) {}

    /** How late have ticks been since this was asked last? */
    record AskLate() {}

    /** The rooms' ticks, and those of a bare thread. */
    record Late(Lateness.Report rooms, Lateness.Report bare) {}

    /** What a room hears. */
    sealed interface Said {
        @Id(1)
        record Say(Bytes body) implements Said {}
    }

    /** What a room repeats. */
    sealed interface Heard {
        @Id(1)
        record Line(Bytes body) implements Heard {}
    }

    /** Says again what it hears. Confined to the room. */
    record Repeating(Stage<Heard, None> stage) implements Room<Said, None> {
        @Override
        public void onJoin(Member who) {}

        @Override
        public void onLeave(Member who, LeaveReason why) {}

        @Override
        public void onInput(Member from, Said input) {
            switch (input) {
                case Said.Say(Bytes body) -> stage.broadcast(new Heard.Line(body));
            }
        }
    }

    /** Starts it in a process of its own. */
    static ServerProcess start() throws IOException {
        return ServerProcess.start(BenchServer.class, List.of());
    }

    /** What a client of a server that nobody else knows may trust. */
    static SslContext trusting() throws SSLException {
        SslProvider provider = OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
        return SslContextBuilder.forClient()
                .sslProvider(provider)
                .protocols("TLSv1.3")
                .endpointIdentificationAlgorithm("")
                .trustManager(InsecureTrustManagerFactory.INSTANCE)
                .build();
    }

    /** Serves until the process ends. */
    public static void main(String[] args) throws Exception {
        Path folder = Files.createTempDirectory("cardea-bench");
        Certificate.make(folder);
        Path file =
                Files.writeString(
                        folder.resolve("cardea.yaml"),
                        CONFIG.replace("cardea.log", folder.resolve("cardea.log").toString()));
        Config config = read(file);
        Logs.open(config.logging());
        RunningServer server =
                Cardea.server()
                        .rooms(
                                Swarm.all(),
                                Swarm.near(Swarm.CROWDS.get(0)),
                                Swarm.near(Swarm.CROWDS.get(1)),
                                Swarm.near(Swarm.CROWDS.get(2)),
                                RoomType.<Said, Heard, None>of(ROOM_TYPE, Repeating::new)
                                        .inputs(Said.class)
                                        .outputs(Heard.class)
                                        .seats(10_000))
                        .services(Service.define("bench", BenchServer::routes))
                        .keepingNothing()
                        .start(config);
        for (RunningServer.Address address : server.addresses()) {
            String name = address.transport().name().toLowerCase(java.util.Locale.ROOT);
            System.out.println(name + " " + address.bound().getPort());
        }
        System.out.println("ready");
        new CountDownLatch(1).await(); // the server's threads do not keep a JVM alive
    }

    private static Config read(Path file) {
        return switch (ConfigReader.file(file, Map.of())) {
            case Loaded.Good good -> good.config();
            case Loaded.Bad bad -> throw new IllegalStateException(bad.mistakes().toString());
        };
    }

    private static void routes(Routes routes) {
        routes.inline(INLINE_ROUTE, Echo.class, Echo.class, (_, echo) -> echo);
        Lateness bare = Lateness.ofABareThread();
        routes.inline(
                LATE_ROUTE,
                AskLate.class,
                Late.class,
                (_, ask) -> new Late(Lateness.OF_ROOMS.take(), bare.take()));
        routes.on(BLOCKING_ROUTE, Echo.class, Echo.class, (_, echo) -> echo);
    }
}
