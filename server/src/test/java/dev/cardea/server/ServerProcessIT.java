package dev.cardea.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.wire.Frame;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ServerProcessIT {
    private static final Map<String, String> FREE_PORTS =
            Map.of(
                    "CARDEA_SERVER_PORT", "0",
                    "CARDEA_ADMIN_PORT", "0",
                    "CARDEA_LISTENERS", "[{port: 0}]");

    @TempDir private Path folder;

    @Test
    void startsServesAndStopsOnSigterm() throws Exception {
        try (Child child = Child.start(FREE_PORTS, "start")) {
            child.await("ready in [0-9]+ ms since the JVM's start");
            child.await("ws://127.0.0.1:[0-9]+/cardea");
            child.await("tcp://127.0.0.1:[0-9]+");
            String admin = child.await("http://127.0.0.1:[0-9]+/").group();
            child.await("Ctrl-C drains");
            assertThat(get(admin + "ready")).isEqualTo("200 ready\n");
            assertThat(get(admin + "health")).contains("\"status\": \"ready\"");
            assertThat(get(admin + "metrics")).contains("cardea_gateway_sessions_open 0.0");
            child.signal("TERM");
            assertThat(child.exitCode()).isZero();
            assertThat(child.output())
                    .contains("draining after SIGTERM")
                    .contains("stopped")
                    .doesNotContain("WARN")
                    .doesNotContain("ERROR");
            assertThat(child.output().lines()).allMatch(line -> line.length() <= 100);
            assertThat(child.errors()).isEmpty();
        }
    }

    @Test
    void waitsForItsPlayersUntilASecondSignal() throws Exception {
        Map<String, String> environment = new HashMap<>(FREE_PORTS);
        environment.put("CARDEA_SERVER_DRAIN_TIME", "1h");
        try (Child child = Child.start(environment, "start")) {
            int port = Integer.parseInt(child.await("tcp://127.0.0.1:([0-9]+)").group(1));
            String admin = child.await("http://127.0.0.1:[0-9]+/").group();
            child.await("Ctrl-C drains");
            try (RawClient client = RawClient.signIn(port, "ann")) {
                client.await(Frame.Welcome.class);
                child.signal("INT");
                child.await("draining after Ctrl-C: 1 sessions");
                client.await(Frame.GoAway.class);
                assertThat(get(admin + "ready")).isEqualTo("503 draining\n");
                child.signal("INT");
                assertThat(child.exitCode()).isEqualTo(130);
            }
        }
    }

    @Test
    void cutsItsPlayersWhenTheDrainTimeIsOver() throws Exception {
        Map<String, String> environment = new HashMap<>(FREE_PORTS);
        environment.put("CARDEA_SERVER_DRAIN_TIME", "1s");
        try (Child child = Child.start(environment, "start")) {
            int port = Integer.parseInt(child.await("tcp://127.0.0.1:([0-9]+)").group(1));
            child.await("Ctrl-C drains");
            try (RawClient client = RawClient.signIn(port, "ann")) {
                client.await(Frame.Welcome.class);
                child.signal("TERM");
                client.await(Frame.GoAway.class);
                assertThat(client.isClosedByServer()).isTrue();
                assertThat(child.exitCode()).isZero();
            }
        }
    }

    @Test
    void saysWhichKeyNamesThePortThatIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = taken.getLocalPort();
            Path file =
                    Files.writeString(
                            folder.resolve("server.yaml"),
                            "server: {port: 0}\nadmin: {port: 0}\nlisteners:\n  - port: " + port);
            try (Child child = Child.start(Map.of(), "start", "--config", file.toString())) {
                assertThat(child.exitCode()).isEqualTo(3);
                assertThat(child.errors().lines())
                        .containsExactly(
                                file
                                        + ":4:5: listeners[0].port: cannot listen on 127.0.0.1:"
                                        + port
                                        + ": the port is taken; stop the other program, or choose"
                                        + " another port (0 takes a free one)");
            }
        }
    }

    @Test
    void saysThatTheLogCannotBeWritten() throws Exception {
        Map<String, String> environment = new HashMap<>(FREE_PORTS);
        environment.put("CARDEA_LOGGING_PATH", "/dev/null/cardea.log");
        try (Child child = Child.start(environment, "start")) {
            assertThat(child.exitCode()).isEqualTo(3);
            assertThat(child.errors())
                    .isEqualTo(
                            "environment variable CARDEA_LOGGING_PATH: logging.path: cannot write"
                                    + " /dev/null/cardea.log; name a file or folder that this user"
                                    + " may write\n");
        }
    }

    private static String get(String address) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            var response =
                    http.send(
                            HttpRequest.newBuilder(URI.create(address)).build(),
                            BodyHandlers.ofString());
            return response.statusCode() + " " + response.body();
        }
    }
}
