package dev.cardea.server.gateway;

import static dev.cardea.server.gateway.GatewayRig.closeCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.Violation;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What comes on the way to TLS, and beyond the limits on every transport. */
@Timeout(30)
class SecureBadInputIT {
    private static TestCertificate certificate;

    @TempDir static Path folder;

    private GatewayRig rig;

    @BeforeAll
    static void makeCertificate() throws Exception {
        certificate = TestCertificate.make(folder);
    }

    @BeforeEach
    void start() {
        rig = GatewayRig.with(GatewayLimits.DEFAULT, certificate);
    }

    @AfterEach
    void stop() throws IOException {
        rig.close();
    }

    @Test
    void closesWhoSpeaksNoTls() throws Exception {
        RawClient client = rig.silent("tls");
        client.send((byte) 'C', (byte) 'A', (byte) 'R', (byte) 'D', (byte) 1, (byte) 0);
        client.readToEnd();
        assertThat(rig.metrics().value(Violation.TLS_FAILED)).isEqualTo(1);
        rig.awaitNobody();
    }

    @Test
    void givesAPeerThatSaysNothingNoMoreThanTheHandshakeTime() throws Exception {
        rig.close();
        rig = GatewayRig.with(GatewayRig.limits(0, 0, Duration.ofMillis(300)), certificate);
        for (String scheme : List.of("tcp", "tls", "ws", "wss")) {
            rig.silent(scheme).readToEnd();
        }
        assertThat(rig.metrics().value(CloseCode.HANDSHAKE_TIMEOUT)).isEqualTo(4);
        rig.awaitNobody();
    }

    @Test
    void refusesConnectionsBeyondTheLimitOfTheirAddress() throws Exception {
        rig.close();
        rig = GatewayRig.with(GatewayRig.limits(0, 2, Duration.ofSeconds(5)), certificate);
        InetSocketAddress tcp = rig.listen("tcp");
        InetSocketAddress ws = rig.listen("ws");
        InetSocketAddress tls = rig.listen("tls");
        rig.connect("tcp", tcp).hello("a");
        rig.connect("tcp", tcp).hello("b");
        rig.await(() -> rig.metrics().sessions() == 2);

        RawClient third = rig.connect("tcp", tcp);
        third.hello("c");
        assertThat(closeCode(third)).isEqualTo(CloseCode.TOO_MANY_FROM_ADDRESS);
        RawClient browser = rig.silent(ws);
        browser.send(RawClient.upgrade("/cardea", "Sec-WebSocket-Protocol: cardea.1\r\n"));
        assertThat(browser.readHead()).startsWith("HTTP/1.1 503 ").containsIgnoringCase("retry");
        assertThat(rig.silent(tls).readToEnd()).isEmpty();
        assertThat(rig.metrics().value(GatewayCounter.REFUSED_ADDRESS)).isEqualTo(3);
    }

    @Test
    void refusesConnectionsBeyondTheLimitOfTheServer() throws Exception {
        rig.close();
        rig = GatewayRig.with(GatewayRig.limits(1, 0, Duration.ofSeconds(5)), certificate);
        InetSocketAddress tcp = rig.listen("tcp");
        RawClient first = rig.connect("tcp", tcp);
        first.hello("a");
        first.await(Frame.Welcome.class);

        RawClient second = rig.connect("tcp", tcp);
        Frame.Close close = second.await(Frame.Close.class);
        assertThat(close.code()).isEqualTo(CloseCode.SERVER_FULL.number());
        assertThat(close.retryAfterMillis()).isPositive();
        RawClient browser = rig.silent("ws");
        browser.send(RawClient.upgrade("/cardea", "Sec-WebSocket-Protocol: cardea.1\r\n"));
        assertThat(browser.readHead()).startsWith("HTTP/1.1 503 ").containsIgnoringCase("retry");
        assertThat(rig.metrics().value(GatewayCounter.REFUSED_FULL)).isEqualTo(2);

        first.close();
        rig.awaitNobody();
        RawClient third = rig.connect("tcp", tcp);
        third.hello("b");
        assertThat(third.await(Frame.Welcome.class).account()).isEqualTo("b");
    }
}
