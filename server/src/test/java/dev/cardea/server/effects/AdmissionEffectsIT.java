package dev.cardea.server.effects;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.websocket.HttpPages;
import dev.cardea.server.Cardea;
import dev.cardea.server.RawClient;
import dev.cardea.server.RunningServer;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Section limits.admission, and how many connections there may be. */
@Timeout(60)
@ExtendWith(Trials.class)
class AdmissionEffectsIT {
    private static final int CONNECT_MILLIS_MAX = 300;

    private static @Nullable CloseCode closed(RawClient client) throws IOException {
        return CloseCode.of(client.await(Frame.Close.class).code());
    }

    @Test
    @Effect("security.max_connections")
    void refusesOneMoreThanItsMostConnections(Trial trial) throws Exception {
        RunningServer server = trial.start("security.max_connections: 1");
        trial.signIn(server, "ann");
        assertThat(closed(trial.connect(server))).isEqualTo(CloseCode.SERVER_FULL);
    }

    @Test
    @Effect("limits.admission.per_address")
    void refusesOneMoreFromAnAddress(Trial trial) throws Exception {
        RunningServer server =
                trial.start(
                        "limits.admission.per_address: 2",
                        "limits.admission.unauthenticated_per_address: 2");
        trial.signIn(server, "ann");
        trial.signIn(server, "bob");
        assertThat(closed(trial.connect(server))).isEqualTo(CloseCode.TOO_MANY_FROM_ADDRESS);
    }

    @Test
    @Effect("limits.admission.unauthenticated_per_address")
    void refusesOneMoreThatHasNotSignedIn(Trial trial) throws Exception {
        RunningServer server = trial.start("limits.admission.unauthenticated_per_address: 1");
        trial.signIn(server, "ann");
        trial.connect(server);
        assertThat(closed(trial.connect(server))).isEqualTo(CloseCode.TOO_MANY_FROM_ADDRESS);
    }

    @Test
    @Effect("limits.admission.new_per_second")
    void letsInSoManyEachSecond(Trial trial) throws Exception {
        RunningServer server =
                trial.start(
                        "limits.admission.new_per_second: 1000000",
                        "limits.admission.new_burst: 1");
        for (int i = 0; i < 40; i++) { // the default would take two seconds
            trial.signIn(server, "guest" + i);
        }
        assertThat(Trial.figure(server, "gateway_refused_address_total")).isZero();
    }

    @Test
    @Effect("limits.admission.new_burst")
    void letsInSoManyAtOnce(Trial trial) throws Exception {
        RunningServer server = trial.start("limits.admission.new_burst: 2");
        for (int i = 0; i < 40; i++) { // the default lets in sixty
            trial.connect(server);
        }
        Trial.await(
                "one was refused", () -> Trial.figure(server, "gateway_refused_address_total") > 0);
    }

    @Test
    @Effect("limits.admission.handshake_time")
    void closesWhoDoesNotSignInInTime(Trial trial) throws Exception {
        RunningServer server = trial.start("limits.admission.handshake_time: 100ms");
        RawClient silent = trial.connect(server);
        Duration taken =
                Trial.time(() -> assertThat(closed(silent)).isEqualTo(CloseCode.HANDSHAKE_TIMEOUT));
        assertThat(taken).isLessThan(Duration.ofSeconds(4)); // the default: five
    }

    @Test
    @Effect("limits.admission.backlog")
    void leavesConnectionsBeyondItsBacklogUnanswered(Trial trial) throws Exception {
        assertThat(connectsWhileNobodyAccepts(trial, "limits.admission.backlog: 2")).isLessThan(10);
        assertThat(connectsWhileNobodyAccepts(trial, "limits.admission.backlog: 100"))
                .isEqualTo(10);
    }

    /** How many of ten connect while the only thread that would accept them makes a page. */
    private static int connectsWhileNobodyAccepts(Trial trial, String backlog) throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        Cardea slow =
                Cardea.server().pages(path -> path.equals("/slow") ? made(begun, release) : null);
        RunningServer server = trial.start(slow, "server.io_threads: 1", backlog);
        Socket first = trial.keep(new Socket("127.0.0.1", Trial.web(server).getPort()));
        first.getOutputStream()
                .write("GET /slow HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        begun.await();
        int connected = 0;
        while (connected < 10 && connects(trial.keep(new Socket()), Trial.tcp(server))) {
            connected++;
        }
        release.countDown();
        return connected;
    }

    private static HttpPages.@Nullable Page made(CountDownLatch begun, CountDownLatch release) {
        begun.countDown();
        try {
            release.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        return null;
    }

    private static boolean connects(Socket socket, int port) throws IOException {
        try {
            socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS_MAX);
            return true;
        } catch (SocketTimeoutException unanswered) {
            return false;
        }
    }
}
