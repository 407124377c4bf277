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
import dev.cardea.server.RunningServer;
import dev.cardea.server.config.ConfigReader;
import dev.cardea.server.config.Loaded;
import dev.cardea.server.store.Folders;
import dev.cardea.store.DocumentRequests;
import dev.cardea.store.DocumentRequests.Found;
import dev.cardea.store.DocumentRequests.Read;
import dev.cardea.store.DocumentRequests.Version;
import dev.cardea.store.DocumentRequests.Write;
import dev.cardea.store.DocumentType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Goal: a game goes on after a restart, and nothing is paid twice; method: a server with a database
 * of its own that is stopped and started again, with players over sockets.
 */
@Timeout(120)
class KeptServerIT {
    private static final RoomProtocol<Kiosk.Input, Kiosk.Output> PROTOCOL =
            RoomProtocol.of(Kiosk.TYPE);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @SuppressWarnings("NullAway.Init") // set before each test
    private Path folder;

    /** PostgreSQL's programs, which all tests share, are unpacked beside it. */
    @BeforeEach
    void makeFolder() throws IOException {
        Path kept = Files.createDirectories(Path.of("target", "kept"));
        folder = Files.createTempDirectory(kept, "server-");
    }

    @AfterEach
    void deleteFolder() throws IOException {
        Folders.delete(folder);
    }

    /** Somebody at the kiosk. */
    private static final class Guest implements RoomListener<Kiosk.Output>, AutoCloseable {
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final List<String> unclaimed = new ArrayList<>();
        private final Session session;
        private final RoomClient<Kiosk.Input, Kiosk.Output> room;

        /** On the session's loop. */
        private @Nullable RoomClient<?, Kiosk.Output> shown;

        Guest(String name, RunningServer server) {
            int port = server.addresses().get(1).bound().getPort();
            CardeaClient client =
                    CardeaClient.builder()
                            .connectTimeout(Duration.ofSeconds(20))
                            .endpoint(LiveServer.tcpEndpoint(port))
                            .build();
            Credential who = Credential.development(name);
            session = client.connectAsync(who, new SessionListener() {}).join();
            JoinOptions options = JoinOptions.DEFAULT.timeout(PATIENCE);
            room = session.join(PROTOCOL, "one", options, this).join();
        }

        long write(String json, long ifVersion) {
            Write ask = new Write("progress", "main", ifVersion, json);
            return session.request(DocumentRequests.WRITE, ask, Version.class).join().version();
        }

        String read(String owner) {
            Read ask = new Read("progress", owner, "main");
            return session.request(DocumentRequests.READ, ask, Found.class).join().json();
        }

        void say(Kiosk.Input input) {
            assertThat(room.send(input)).isInstanceOf(SendResult.Sent.class);
        }

        long gold() {
            Kiosk.AskGold ask = new Kiosk.AskGold();
            return session.request(Kiosk.GOLD, ask, Kiosk.Gold.class).join().amount();
        }

        /** Waits until it hears that line, before or after others. */
        void await(String line) throws InterruptedException {
            while (!unclaimed.remove(line)) {
                String next = heard.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
                assertThat(next).as("%s, among %s", line, unclaimed).isNotNull();
                unclaimed.add(String.valueOf(next));
            }
        }

        @Override
        public void onJoined(RoomClient<?, Kiosk.Output> joined) {
            shown = joined;
        }

        @Override
        public void onOutput(Kiosk.Output output) {
            switch (output) {
                case Kiosk.Output.Line(String text) -> heard.add(text);
            }
            look();
        }

        @Override
        public void onPatch(long tick) {
            look();
        }

        private void look() {
            if (shown != null) {
                shown.table(Kiosk.NOTES)
                        .forEach((place, note) -> heard.add(place + ": " + note.text()));
            }
        }

        @Override
        public void close() {
            session.close();
        }
    }

    record Progress(int level) {}

    private static final DocumentType<Progress> PROGRESS =
            DocumentType.of("progress", Progress.class)
                    .clientsRead(DocumentType.Readers.PUBLIC)
                    .clientsWrite(DocumentType.Writers.OWNER);

    private RunningServer start() throws Exception {
        Map<String, String> environment =
                Map.of(
                        "CARDEA_SERVER_PORT", "0",
                        "CARDEA_ADMIN_PORT", "0",
                        "CARDEA_LISTENERS", "[{port: 0}]",
                        "CARDEA_DATABASE_FOLDER", folder.toString());
        Loaded loaded = ConfigReader.defaults(environment);
        assertThat(loaded).isInstanceOf(Loaded.Good.class);
        return Cardea.server()
                .rooms(Kiosk.TYPE)
                .services(Kiosk.till())
                .documents(PROGRESS)
                .start(((Loaded.Good) loaded).config());
    }

    @Test
    void aRoomGoesOnAfterARestartAndPaysOnceByAName() throws Exception {
        try (RunningServer server = start();
                Guest ann = new Guest("ann", server)) {
            ann.await("new");
            assertThat(ann.gold()).isZero();
            ann.say(new Kiosk.Input.Hang(7, "back soon"));
            ann.say(new Kiosk.Input.Pay("prize/1"));
            ann.await("prize/1 Done[]");
            assertThat(ann.gold()).isEqualTo(Kiosk.PRIZE);
        }
        try (RunningServer server = start();
                Guest bob = new Guest("bob", server);
                Guest ann = new Guest("ann", server)) {
            bob.await("restored");
            bob.await("7: back soon");
            assertThat(ann.gold()).isEqualTo(Kiosk.PRIZE);
            ann.say(new Kiosk.Input.Pay("prize/1"));
            bob.await("prize/1 Done[]");
            assertThat(ann.gold()).isEqualTo(Kiosk.PRIZE);
            ann.say(new Kiosk.Input.Pay("prize/2"));
            bob.await("prize/2 Done[]");
            assertThat(ann.gold()).isEqualTo(2 * Kiosk.PRIZE);
            assertThat(bob.gold()).isZero();
        }
    }

    @Test
    void aClientsDocumentIsThereAfterARestart() throws Exception {
        try (RunningServer server = start();
                Guest ann = new Guest("ann", server)) {
            assertThat(ann.write("{\"level\":3}", 0)).isEqualTo(1);
            assertThat(ann.write("{\"level\":4}", 1)).isEqualTo(2);
        }
        try (RunningServer server = start();
                Guest bob = new Guest("bob", server)) {
            assertThat(bob.read("ann")).isEqualTo("{\"level\":4}");
            assertThat(bob.read("bob")).isEmpty();
        }
    }
}
