package dev.cardea.net.dial;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.Connection;
import dev.cardea.net.ConnectionHandler;
import dev.cardea.net.Dialer;
import dev.cardea.net.Endpoint;
import dev.cardea.net.channel.EventLoops;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Dialling those who do not answer as they should. */
@Timeout(20)
class ChannelDialerIT {
    private static final long HANDSHAKE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int END = -1;

    private final EventLoops loops = EventLoops.start(1, "dialer");
    private final CompletableFuture<String> told = new CompletableFuture<>();
    private ServerSocket silent;

    @BeforeEach
    void listen() throws IOException {
        silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
        silent.setSoTimeout(10_000);
    }

    @AfterEach
    void stop() throws IOException {
        silent.close();
        loops.close();
    }

    private final class Told implements Dialer.DialHandler {
        @Override
        public ConnectionHandler onOpen(Connection connection) {
            throw new IllegalStateException("there was no handshake");
        }

        @Override
        public void onFailed(String why) {
            told.complete(why);
        }
    }

    private Dialer.Dial dial(String scheme) {
        ChannelDialer dialer =
                new ChannelDialer(
                        loops, loops.loops().getFirst(), ClientTls::system, 1024, HANDSHAKE_NANOS);
        Endpoint to = Endpoint.parse(scheme + "://127.0.0.1:" + silent.getLocalPort());
        return dialer.dial(to, new Told());
    }

    private static void readToTheEnd(Socket socket) throws IOException {
        socket.setSoTimeout(10_000);
        byte[] some = new byte[4096];
        int read = 0;
        while (read != END) {
            read = socket.getInputStream().read(some);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tls", "ws", "wss"})
    void givesUpWhoTakesTheConnectionAndSaysNothing(String scheme) throws Exception {
        dial(scheme);
        assertThat(told.get()).isEqualTo("no answer to the handshake in time");
        try (Socket taken = silent.accept()) {
            readToTheEnd(taken); // it does not stay open
        }
    }

    @Test
    void saysNothingMoreOfWhatWasCancelled() throws Exception {
        Dialer.Dial dial = dial("ws");
        try (Socket taken = silent.accept()) {
            loops.loops().getFirst().execute(dial::cancel);
            readToTheEnd(taken);
        }
        CompletableFuture<Void> later = new CompletableFuture<>();
        var _ = loops.loops().getFirst().after(2 * HANDSHAKE_NANOS, () -> later.complete(null));
        later.join();
        assertThat(told).isNotDone();
    }
}
