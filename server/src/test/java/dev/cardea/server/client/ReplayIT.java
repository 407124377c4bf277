package dev.cardea.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.client.CardeaClient;
import dev.cardea.client.Credential;
import dev.cardea.client.JoinOptions;
import dev.cardea.client.RoomClient;
import dev.cardea.client.RoomListener;
import dev.cardea.client.RoomProtocol;
import dev.cardea.client.SendResult;
import dev.cardea.client.Session;
import dev.cardea.client.SessionListener;
import dev.cardea.server.Cardea;
import dev.cardea.server.Child;
import dev.cardea.server.RunningServer;
import dev.cardea.server.config.ConfigReader;
import dev.cardea.server.config.Loaded;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Goal: what a real server recorded is replayed by the command in a fresh JVM, hash by hash;
 * method: players over sockets of which one is cut.
 */
@Timeout(90)
class ReplayIT {
    private static final RoomProtocol<Pit.Input, Pit.Output> PROTOCOL = RoomProtocol.of(Pit.TYPE);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir private Path folder;

    /** Somebody in the room, who hears what it says. */
    private static final class Visitor implements RoomListener<Pit.Output>, AutoCloseable {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final Session session;
        private final RoomClient<Pit.Input, Pit.Output> room;

        Visitor(String name, String... endpoints) {
            CardeaClient.Builder builder =
                    CardeaClient.builder()
                            .connectTimeout(Duration.ofSeconds(20))
                            .reconnectDelayMax(Duration.ofMillis(50));
            Stream.of(endpoints).forEach(builder::endpoint);
            Credential who = Credential.development(name);
            session = builder.build().connectAsync(who, new SessionListener() {}).join();
            JoinOptions options = JoinOptions.DEFAULT.timeout(PATIENCE);
            room = session.join(PROTOCOL, "one", options, this).join();
        }

        void tell(String what) {
            assertThat(room.send(new Pit.Input.Do(what))).isInstanceOf(SendResult.Sent.class);
        }

        void steer(float x) {
            assertThat(room.send(new Pit.Input.Steer(x))).isInstanceOf(SendResult.Sent.class);
        }

        void leave() {
            assertThat(room.leave()).succeedsWithin(PATIENCE);
        }

        /** Waits until the room says something that begins so. */
        void await(String beginning) throws InterruptedException {
            String line = "";
            while (!line.startsWith(beginning)) {
                String next = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(next).as("heard before %s", beginning).isNotNull();
                line = String.valueOf(next);
            }
        }

        @Override
        public void onOutput(Pit.Output output) {
            switch (output) {
                case Pit.Output.Line(String text) -> heard.add(text);
            }
        }

        @Override
        public void close() {
            session.close();
        }
    }

    private RunningServer start() throws Exception {
        Map<String, String> environment =
                Map.of(
                        "CARDEA_SERVER_PORT", "0",
                        "CARDEA_ADMIN_PORT", "0",
                        "CARDEA_LISTENERS", "[{port: 0}]",
                        "CARDEA_RECORDING_FOLDER", folder.toString());
        Loaded loaded = ConfigReader.defaults(environment);
        assertThat(loaded).isInstanceOf(Loaded.Good.class);
        return Cardea.server()
                .rooms(Pit.TYPE)
                .keepingNothing()
                .start(((Loaded.Good) loaded).config());
    }

    private static int port(RunningServer server) {
        return server.addresses().get(1).bound().getPort();
    }

    private Path recording() throws Exception {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> all = files.toList();
            assertThat(all).hasSize(1);
            return all.getFirst();
        }
    }

    private static Child replay(Path file, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("replay", file.toString()));
        arguments.addAll(List.of(options));
        Child child = Child.start(Pit.class, Map.of(), arguments.toArray(String[]::new));
        child.exitCode();
        return child;
    }

    @Test
    void aRecordedRoomIsReplayedExactlyInAFreshJvm() throws Exception {
        try (RunningServer server = start()) {
            CuttingProxy proxy = new CuttingProxy(port(server), 1, 1000);
            proxy.stopCutting();
            String direct = LiveServer.tcpEndpoint(port(server));
            try (Visitor ann = new Visitor("ann", direct);
                    Visitor bob = new Visitor("bob", LiveServer.tcpEndpoint(proxy.port()), direct);
                    Visitor cid = new Visitor("cid", direct)) {
                ann.await("joined cid");
                ann.tell("ask red");
                ann.await("painted red");
                ann.tell("after");
                ann.await("due 7");
                bob.tell("roll");
                ann.await("rolled");
                proxy.close();
                ann.await("dropped bob");
                ann.steer(1.5f);
                ann.await("resumed bob");
                bob.steer(-2);
                cid.steer(4);
                ann.tell("kick cid");
                ann.await("left cid KICKED");
                bob.leave();
                ann.await("left bob LEFT");
                ann.await("tick"); // so there were ten at least
            }
        }
        try (Child child = replay(recording())) {
            assertThat(child.errors()).isEmpty();
            assertThat(child.output())
                    .startsWith("pit/one, opened ")
                    .contains(" hashes, all equal; the last: hash ")
                    .endsWith("The recording ends: the room closed.\n");
            assertThat(child.exitCode()).isZero();
            assertThat(child.output().lines()).allMatch(line -> line.length() <= 80);
        }
        try (Child child = replay(recording(), "--events")) {
            assertThat(child.output())
                    .contains("Answered[ask=", "Fired[timer=round]", "Dropped[member=")
                    .contains("Resumed[member=", "Do[what=kick cid]", "Ticked[tick=10]")
                    .contains("Left[", "Closing[why=SERVER_CLOSING]");
        }
        try (Child child = replay(recording(), "--to", "5", "--rows")) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.output()).contains("ships 1 Ship[x=", "Stopped, as asked.");
        }
    }

    @Test
    void aRoomThatLooksOutsideIsCaughtAndNamed() throws Exception {
        try (RunningServer server = start();
                Visitor ann = new Visitor("ann", LiveServer.tcpEndpoint(port(server)))) {
            ann.await("tick");
            ann.tell("careless");
            ann.await("tick");
        }
        try (Child child = replay(recording())) {
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.errors()).isEmpty();
            assertThat(child.output())
                    .containsPattern("DIFFERS at [0-9]+\\.[0-9]+ s  tick [0-9]+ event [0-9]+")
                    .containsPattern("told Ticked\\[tick=[0-9]+]")
                    .contains("table ships: 1, with other values")
                    .contains("row 1 is now Ship[x=")
                    .containsPattern("[0-9]+ hashes before were equal");
        }
    }
}
