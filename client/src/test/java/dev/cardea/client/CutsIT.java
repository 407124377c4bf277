package dev.cardea.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.client.peer.CuttingProxy;
import dev.cardea.client.peer.Lobby;
import dev.cardea.client.peer.PocketServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way breaks at any byte, again and again, while two players write. */
@Timeout(60)
class CutsIT {
    private static final int LINES = 400;

    private final PocketServer server = new PocketServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"tcp, 1, 6000", "tcp, 2, 6000", "ws, 3, 12000", "ws, 4, 12000"})
    void losesDoublesAndReordersNothing(String scheme, long seed, int bytesBetweenCutsMax)
            throws Exception {
        int port = scheme.equals("tcp") ? server.listenTcp(null) : server.listenWebSocket(null);
        try (CuttingProxy proxy = new CuttingProxy(port, seed, bytesBetweenCutsMax)) {
            String endpoint = scheme + "://127.0.0.1:" + proxy.port();
            Player ann = new Player("ann", endpoint);
            Player bob = new Player("bob", endpoint);
            Thread writing = Thread.startVirtualThread(ann::write);
            bob.write();
            writing.join();
            proxy.stopCutting();
            List<String> annHeard = ann.heardAll();
            List<String> bobHeard = bob.heardAll();
            assertThat(annHeard).containsExactlyElementsOf(bobHeard);
            assertThat(by("ann", annHeard)).containsExactlyElementsOf(lines("ann"));
            assertThat(by("bob", annHeard)).containsExactlyElementsOf(lines("bob"));
            assertThat(proxy.cuts()).isGreaterThan(3);
            assertThat(ann.answers()).containsOnly("?");
            ann.session.close();
            bob.session.close();
        }
    }

    private static List<String> lines(String name) {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < LINES; i++) {
            lines.add(name + " " + i);
        }
        return lines;
    }

    private static List<String> by(String name, List<String> lines) {
        return lines.stream().filter(line -> line.startsWith(name + " ")).toList();
    }

    /** Says numbered lines and writes down what it hears. */
    private static final class Player implements RoomListener<Lobby.Output> {
        final Session session;
        private final RoomClient<Lobby.Input, Lobby.Output> room;
        private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
        private final List<String> answers = new ArrayList<>();

        Player(String name, String endpoint) throws IOException {
            CardeaClient client =
                    CardeaClient.builder()
                            .endpoint(endpoint)
                            .credential(Credential.development(name))
                            .connectTimeout(Duration.ofSeconds(20))
                            .build();
            session = client.connect();
            room =
                    session.join(
                                    Lobby.PROTOCOL,
                                    "lobby",
                                    JoinOptions.DEFAULT.timeout(Duration.ofSeconds(30)),
                                    this)
                            .join();
        }

        @Override
        public void onOutput(Lobby.Output output) {
            if (output instanceof Lobby.Output.Line(String from, String text)) {
                heard.add(from + " " + text);
            }
        }

        @Override
        public void onFresh() {
            heard.add("a hole");
        }

        @Override
        public void onInputsLost(int count) {
            heard.add("lost " + count);
        }

        void write() {
            for (int i = 0; i < LINES; i++) {
                Lobby.Input.Say line = new Lobby.Input.Say(String.valueOf(i));
                while (!(room.send(line) instanceof SendResult.Sent)) {
                    LockSupport.parkNanos(1_000_000);
                }
                if (i % 100 == 0) {
                    ask();
                }
            }
        }

        private void ask() {
            Duration timeout = Duration.ofSeconds(30);
            Lobby.Ask ask = new Lobby.Ask("?");
            answers.add(session.request(1024, ask, Lobby.Answer.class, timeout).join().text());
        }

        List<String> answers() {
            return answers;
        }

        List<String> heardAll() throws InterruptedException {
            List<String> all = new ArrayList<>();
            while (all.size() < 2 * LINES) {
                String next = heard.poll(30, TimeUnit.SECONDS);
                assertThat(next).as("after %d lines", all.size()).isNotNull();
                all.add(next);
            }
            assertThat(heard.poll(100, TimeUnit.MILLISECONDS)).isNull();
            return all;
        }
    }
}
