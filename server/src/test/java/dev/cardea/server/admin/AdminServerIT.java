package dev.cardea.server.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class AdminServerIT {
    private static final InetSocketAddress ANY_PORT =
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final List<Page> PAGES =
            List.of(
                    new Page("/", "index", () -> Page.Answer.text(200, "pages")),
                    new Page("/health", "figures", () -> Page.Answer.json("{}")),
                    new Page("/ready", "ready", () -> Page.Answer.text(503, "draining")),
                    new Page("/broken", "broken", AdminServerIT::broken));

    @SuppressWarnings("NullAway.Init") // JUnit calls open() first
    private AdminServer server;

    private static Page.Answer broken() {
        throw new IllegalStateException("on purpose");
    }

    @BeforeEach
    void open() throws IOException {
        server = AdminServer.open(ANY_PORT, PAGES, 1_000);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void answersAPageAndCloses() throws IOException {
        assertThat(exchange("GET /health HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-type: application/json\r\n")
                .contains("connection: close\r\n")
                .contains("cache-control: no-store\r\n")
                .contains("X-Content-Type-Options: nosniff\r\n")
                .contains("Content-Security-Policy: default-src 'none'")
                .endsWith("\r\n\r\n{}");
        assertThat(exchange("GET /health?pretty=1 HTTP/1.0\r\n\r\n")).contains(" 200 OK");
    }

    @Test
    void passesAStatusOn() throws IOException {
        assertThat(exchange("GET /ready HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .endsWith("\r\n\r\ndraining\n");
    }

    @Test
    void answersHeadWithoutABody() throws IOException {
        assertThat(exchange("HEAD /health HTTP/1.1\r\n\r\n"))
                .contains(" 200 OK")
                .contains("content-length: 2\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void namesThePagesThereAre() throws IOException {
        assertThat(exchange("GET /metrix HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 404 Not Found\r\n")
                .endsWith("no such page; there are: / /health /ready /broken\n");
    }

    @Test
    void refusesOtherMethods() throws IOException {
        assertThat(exchange("POST /health HTTP/1.1\r\nContent-Length: 2\r\n\r\nhi"))
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .contains("allow: GET, HEAD\r\n");
    }

    @Test
    void refusesWhatIsTooLongOrNoHttp() throws IOException {
        assertThat(exchange("GET /" + "x".repeat(2_000) + " HTTP/1.1\r\n\r\n")).contains(" 414 ");
        assertThat(exchange("GET / HTTP/1.1\r\nA: " + "x".repeat(9_000) + "\r\n\r\n"))
                .contains(" 431 ");
        assertThat(exchange("CARD\u0001\u0000\r\n\r\n")).contains(" 400 ");
    }

    @Test
    void saysThatAPageFailedWithoutItsReason() throws IOException {
        assertThat(exchange("GET /broken HTTP/1.1\r\n\r\n"))
                .contains(" 500 ")
                .doesNotContain("on purpose");
    }

    @Test
    void cutsWhoeverSendsTooSlowly() throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write("GET /health HT".getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void closesConnectionsBeyondItsBound() throws IOException {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < AdminServer.CONNECTIONS_MAX; i++) {
                sockets.add(connect());
            }
            Socket oneMore = connect();
            sockets.add(oneMore);
            assertThat(oneMore.getInputStream().read()).isEqualTo(-1);
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    @Test
    void saysThatItsPortIsTaken() {
        assertThatThrownBy(() -> AdminServer.open(server.address(), PAGES))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("Address already in use");
    }

    private Socket connect() throws IOException {
        return new Socket(server.address().getAddress(), server.address().getPort());
    }

    private String exchange(String request) throws IOException {
        try (Socket socket = connect();
                InputStream in = socket.getInputStream()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }
}
