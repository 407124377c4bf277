package dev.cardea.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.client.peer.Lobby;
import dev.cardea.client.peer.PocketServer;
import dev.cardea.client.peer.TestCertificates;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.GoneReason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client over real sockets, against a server in miniature. */
@Timeout(30)
class TransportsIT {
    @TempDir Path folder;
    private final PocketServer server = new PocketServer();
    private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls", "ws", "wss"})
    void signsInJoinsTalksAsksAndLeavesOver(String scheme) throws Exception {
        TestCertificates certificates = TestCertificates.make(folder, "ip:127.0.0.1");
        String endpoint = listen(scheme, certificates);
        CardeaClient client =
                CardeaClient.builder()
                        .endpoint(endpoint)
                        .trust(certificates.certificate())
                        .credential(Credential.development("ann"))
                        .build();
        try (Session session = client.connect()) {
            assertThat(session.account()).isEqualTo("ann");
            assertThat(session.state()).isEqualTo(new SessionState.Open(false));
            RoomClient<Lobby.Input, Lobby.Output> room = join(session);
            assertThat(room.send(new Lobby.Input.Say("hello"))).isEqualTo(new SendResult.Sent(1));
            assertThat(next()).isEqualTo("ann: hello");
            Lobby.Answer answer =
                    session.request(1024, new Lobby.Ask("?"), Lobby.Answer.class).join();
            assertThat(answer).isEqualTo(new Lobby.Answer("?", 1));
            assertThat(room.leave().join()).isEqualTo(GoneReason.LEFT);
            assertThat(room.send(new Lobby.Input.Say("late"))).isEqualTo(SendResult.CLOSED);
        }
    }

    @Test
    void resumesFromTcpToWebSocket() throws Exception {
        String tcp = listen("tcp", null);
        String webSocket = listen("ws", null);
        Session session = client(tcp).connect();
        RoomClient<Lobby.Input, Lobby.Output> room = join(session);
        room.send(new Lobby.Input.Say("over tcp"));
        assertThat(next()).isEqualTo("ann: over tcp");
        server.toAll(connection -> connection.goAway(webSocket));
        while (!schemes().equals(List.of("ws"))) {
            room.send(new Lobby.Input.Say("moving"));
            assertThat(next()).isEqualTo("ann: moving");
        }
        room.send(new Lobby.Input.Say("over ws"));
        assertThat(next()).isEqualTo("ann: over ws");
        assertThat(session.state()).isEqualTo(new SessionState.Open(true));
        session.close();
    }

    @Test
    void measuresTheWayAndKnowsTheServersTime() throws Exception {
        Session session = client(listen("tcp", null)).connect();
        while (session.rtt().isZero()) {
            Thread.onSpinWait();
        }
        assertThat(session.rtt()).isLessThan(Duration.ofSeconds(5));
        assertThat(Duration.between(Instant.now(), session.clock().instant()).abs())
                .isLessThan(Duration.ofSeconds(5));
        session.close();
    }

    @Test
    void trustsNobodyElse() throws Exception {
        TestCertificates certificates = TestCertificates.make(folder, "ip:127.0.0.1");
        CardeaClient client = client(listen("tls", certificates));
        assertThatThrownBy(client::connect).isInstanceOf(ConnectFailed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls", "wss"})
    void verifiesTheServersName(String scheme) throws Exception {
        TestCertificates certificates = TestCertificates.make(folder, "dns:other.example");
        CardeaClient client =
                CardeaClient.builder()
                        .endpoint(listen(scheme, certificates))
                        .trust(certificates.certificate())
                        .credential(Credential.development("ann"))
                        .connectTimeout(Duration.ofMillis(500))
                        .build();
        assertThatThrownBy(client::connect)
                .isInstanceOf(ConnectFailed.class)
                .hasMessageContaining("127.0.0.1");
    }

    @Test
    void saysWhyItCouldNotConnect() throws Exception {
        String endpoint = listen("tcp", null);
        server.close();
        assertThatThrownBy(client(endpoint)::connect)
                .isInstanceOfSatisfying(
                        ConnectFailed.class,
                        failed ->
                                assertThat(failed.code()).isEqualTo(CloseCode.UNAVAILABLE.number()))
                .hasMessageContaining("tcp://127.0.0.1")
                .hasMessageContaining("refused");
    }

    @Test
    void thousandsOfSessionsShareAThread() throws Exception {
        String endpoint = listen("tcp", null);
        try (ClientLoops loops = ClientLoops.start(1)) {
            CardeaClient client = CardeaClient.builder().endpoint(endpoint).loops(loops).build();
            List<CompletableFuture<Session>> sessions = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                Credential credential = Credential.development("bot" + i);
                sessions.add(client.connectAsync(credential, SessionListener.NONE));
            }
            for (CompletableFuture<Session> session : sessions) {
                assertThat(session.join().name()).startsWith("bot");
            }
        }
    }

    @Test
    void whatTheServerWouldNotTakeIsRefusedHereAndTheSessionLives() throws Exception {
        Session session = client(listen("tcp", null)).connect();
        JoinOptions large = JoinOptions.DEFAULT.options(Bytes.copyOf(new byte[64 * 1024]));
        assertThatThrownBy(() -> session.join(Lobby.PROTOCOL, "lobby", large, this::hear))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("65536 bytes");
        assertThat(join(session).key()).isEqualTo("lobby");
        session.close();
    }

    @Test
    void aTimeoutBeyondAllClocksIsNone() throws Exception {
        Session session = client(listen("tcp", null)).connect();
        Duration forever = ChronoUnit.FOREVER.getDuration();
        JoinOptions patient = JoinOptions.DEFAULT.timeout(forever);
        session.join(Lobby.PROTOCOL, "lobby", patient, this::hear).join();
        Lobby.Ask ask = new Lobby.Ask("?");
        assertThat(session.request(1024, ask, Lobby.Answer.class, forever).join().text())
                .isEqualTo("?");
        session.close();
    }

    private String listen(String scheme, @Nullable TestCertificates certificates)
            throws IOException {
        return switch (scheme) {
            case "tcp" -> "tcp://127.0.0.1:" + server.listenTcp(null);
            case "tls" -> "tls://127.0.0.1:" + server.listenTcp(certificates);
            case "ws" -> "ws://127.0.0.1:" + server.listenWebSocket(null) + "/cardea";
            default -> "wss://127.0.0.1:" + server.listenWebSocket(certificates) + "/cardea";
        };
    }

    private static CardeaClient client(String endpoint) {
        return CardeaClient.builder()
                .endpoint(endpoint)
                .credential(Credential.development("ann"))
                .connectTimeout(Duration.ofSeconds(2))
                .build();
    }

    private RoomClient<Lobby.Input, Lobby.Output> join(Session session) {
        return session.join(Lobby.PROTOCOL, "lobby", this::hear).join();
    }

    private void hear(Lobby.Output output) {
        if (output instanceof Lobby.Output.Line(String from, String text)) {
            heard.add(from + ": " + text);
        }
    }

    private String next() throws InterruptedException {
        return String.valueOf(heard.poll(10, TimeUnit.SECONDS));
    }

    private List<String> schemes() {
        List<String> schemes = new ArrayList<>();
        server.toAll(connection -> schemes.add(connection.scheme()));
        return schemes;
    }
}
