package dev.cardea.server.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.client.RequestFailed;
import dev.cardea.client.RoomClient;
import dev.cardea.server.gateway.Gateway;
import dev.cardea.wire.ReplyStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way breaks at any byte, again and again, while two players write and ask. */
@Timeout(90)
class CutsIT {
    private static final int LINES = 600;
    private static final int LINES_PER_QUESTION = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(50);

    /** A plain request that may or may not have arrived is never run again (rule R14). */
    private static final String UNKNOWN = "unknown outcome";

    private final LiveServer server = new LiveServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest
    @CsvSource({"tcp, 1, 6000", "tcp, 2, 6000", "tcp, 3, 3000", "ws, 4, 12000", "ws, 5, 12000"})
    void losesDoublesAndReordersNothing(String scheme, long seed, int bytesBetweenCutsMax)
            throws Exception {
        Gateway gateway = server.gateway();
        boolean tcp = scheme.equals("tcp");
        int port = tcp ? LiveServer.tcp(gateway) : LiveServer.webSocket(gateway);
        try (CuttingProxy proxy = new CuttingProxy(port, seed, bytesBetweenCutsMax)) {
            String endpoint =
                    tcp
                            ? LiveServer.tcpEndpoint(proxy.port())
                            : LiveServer.webSocketEndpoint(proxy.port());
            Player ann = new Player("ann", endpoint);
            Player bob = new Player("bob", endpoint);
            RoomClient<Hall.Input, Hall.Output> annsRoom = ann.join("one");
            RoomClient<Hall.Input, Hall.Output> bobsRoom = bob.join("one");
            List<Throwable> failures = new CopyOnWriteArrayList<>();
            Thread writing =
                    Thread.ofVirtual()
                            .uncaughtExceptionHandler((thread, failure) -> failures.add(failure))
                            .start(() -> write(ann, annsRoom));
            write(bob, bobsRoom);
            writing.join();
            assertThat(failures).isEmpty();
            proxy.stopCutting();
            List<String> annHeard = ann.lines(2 * LINES);
            List<String> bobHeard = bob.lines(2 * LINES);
            assertThat(annHeard).containsExactlyElementsOf(bobHeard);
            assertThat(by("ann", annHeard)).containsExactlyElementsOf(lines("ann"));
            assertThat(by("bob", annHeard)).containsExactlyElementsOf(lines("bob"));
            assertThat(proxy.cuts()).isGreaterThan(2);
            assertThat(server.desk.runs.values()).containsOnly(1);
            ann.session.close();
            bob.session.close();
        }
    }

    private static void write(Player player, RoomClient<Hall.Input, Hall.Output> room) {
        for (int i = 0; i < LINES; i++) {
            Player.say(room, String.valueOf(i));
            if (i % LINES_PER_QUESTION == 0) {
                String question = player.session.name() + i;
                assertThat(ask(player, Desk.ECHO, question)).isEqualTo(question);
                assertThat(ask(player, Desk.COUNT, question)).isIn(question + 1, UNKNOWN);
            }
        }
    }

    /** The answer, or {@link #UNKNOWN}. */
    private static String ask(Player player, int route, String question) {
        Desk.Ask ask = new Desk.Ask(question);
        try {
            return player.session.request(route, ask, Desk.Answer.class, PATIENCE).join().text();
        } catch (CompletionException failed) {
            boolean unknown =
                    failed.getCause() instanceof RequestFailed why
                            && why.status() == ReplyStatus.UNKNOWN_OUTCOME;
            return unknown ? UNKNOWN : String.valueOf(failed.getCause());
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
}
