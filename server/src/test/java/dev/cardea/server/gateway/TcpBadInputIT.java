package dev.cardea.server.gateway;

import static dev.cardea.server.gateway.GatewayRig.closeCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.Violation;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.ReplyStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bad input that only a TCP socket can make. */
@Timeout(30)
class TcpBadInputIT {
    private GatewayRig rig = GatewayRig.plain();

    @AfterEach
    void stop() throws IOException {
        rig.close();
    }

    @Test
    void answersAnHttpRequestOnTheTcpPort() throws Exception {
        RawClient client = rig.silent("tcp");
        client.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
        assertThat(client.readTextToEnd()).startsWith("HTTP/1.1 400 ").contains("WebSocket port");
        assertThat(rig.metrics().value(Violation.HTTP_ON_TCP)).isEqualTo(1);
        rig.awaitNobody();
    }

    @Test
    void closesOnGarbageWithoutAnAnswer() throws Exception {
        RawClient client = rig.silent("tcp");
        client.send((byte) 0x16, (byte) 3, (byte) 1, (byte) 0, (byte) 90);
        assertThat(client.readToEnd()).isEmpty();
        assertThat(rig.metrics().value(Violation.BAD_PREAMBLE)).isEqualTo(1);
        rig.awaitNobody();
    }

    @Test
    void saysThatItDoesNotKnowAVersion() throws Exception {
        RawClient client = rig.silent("tcp");
        client.send((byte) 'C', (byte) 'A', (byte) 'R', (byte) 'D', (byte) 9, (byte) 0);
        assertThat(closeCode(client)).isEqualTo(CloseCode.VERSION_UNSUPPORTED);
        assertThat(rig.metrics().value(Violation.UNKNOWN_VERSION)).isEqualTo(1);
    }

    @Test
    void refusesARecordByItsHeaderAlone() throws Exception {
        RawClient client = rig.connect("tcp");
        client.send((byte) 0, (byte) 0x10, (byte) 1);
        assertThat(closeCode(client)).isEqualTo(CloseCode.FRAME_TOO_LARGE);
        assertThat(rig.metrics().value(Violation.RECORD_TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void takesLargerFramesAfterWelcomeAndNoneAboveTheBound() throws Exception {
        RawClient client = rig.connect("tcp");
        client.hello("ann");
        client.await(Frame.Welcome.class);
        Bytes large = Bytes.copyOf(new byte[60_000]);
        client.send(new Frame.Request(1, false, 0, EchoNode.ECHO), large);
        assertThat(client.await(Frame.Reply.class).status()).isEqualTo(ReplyStatus.OK);
        client.send((byte) 1, (byte) 0, (byte) 1);
        assertThat(closeCode(client)).isEqualTo(CloseCode.FRAME_TOO_LARGE);
    }

    @Test
    void refusesAnEmptyRecord() throws Exception {
        RawClient client = rig.connect("tcp");
        client.send((byte) 0, (byte) 0, (byte) 0);
        assertThat(closeCode(client)).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(rig.metrics().value(Violation.EMPTY_RECORD)).isEqualTo(1);
    }

    @Test
    void forgetsAClientThatEndsWithinARecord() throws Exception {
        RawClient client = rig.connect("tcp");
        client.send((byte) 0, (byte) 0, (byte) 30, (byte) 0x10, (byte) 0);
        client.shutdownOutput();
        client.readToEnd();
        rig.awaitNobody();
        assertThat(rig.metrics().value(GatewayCounter.CUT)).isEqualTo(1);
    }

    @Test
    void givesAByteASecondNoMoreThanTheHandshakeTime() throws Exception {
        rig.close();
        rig = GatewayRig.with(GatewayRig.limits(0, 0, Duration.ofMillis(400)), null);
        RawClient client = rig.connect("tcp");
        byte[] hello =
                RawClient.record(
                        new Frame.Hello(
                                1,
                                new Frame.Credential("dev", FakeClient.bytes("ann")),
                                null,
                                List.of(),
                                "raw",
                                0),
                        Bytes.EMPTY);
        for (int i = 0; i < 5; i++) {
            client.send(hello[i]);
        }
        assertThat(closeCode(client)).isEqualTo(CloseCode.HANDSHAKE_TIMEOUT);
        client.readToEnd();
        rig.awaitNobody();
    }

    @Test
    void takesARecordThatComesByteByByteForSilence() throws Exception {
        rig.close();
        GatewayLimits.Liveness liveness =
                new GatewayLimits.Liveness(Duration.ofMillis(100), Duration.ofMillis(500));
        rig = GatewayRig.with(limits(FlowTest.unlimited().rates(), liveness), null);
        RawClient client = rig.signedIn("tcp");
        client.send((byte) 0, (byte) 1, (byte) 0);
        Frame heard = client.next();
        while (heard instanceof Frame.Ping) {
            client.send((byte) 0xE0);
            heard = client.next();
        }
        assertThat(heard)
                .isInstanceOfSatisfying(
                        Frame.Close.class,
                        close ->
                                assertThat(close.code())
                                        .isEqualTo(CloseCode.IDLE_TIMEOUT.number()));
        rig.awaitNobody();
    }

    private static GatewayLimits limits(
            GatewayLimits.Rates rates, GatewayLimits.Liveness liveness) {
        GatewayLimits base = FlowTest.unlimited();
        return new GatewayLimits(
                base.entry(), rates, base.frames(), liveness, base.outboundBytesMax());
    }

    @Test
    void closesAFloodThatDoesNotEase() throws Exception {
        rig.close();
        GatewayLimits.Rates rates = new GatewayLimits.Rates(100, 200, 0, 0, Duration.ofMillis(300));
        rig = GatewayRig.with(limits(rates, FlowTest.unlimited().liveness()), null);
        RawClient client = rig.signedIn("tcp");
        byte[] ping = RawClient.record(new Frame.Ping(1), Bytes.EMPTY);
        for (int i = 0; i < 3_000; i++) {
            client.send(ping);
        }
        assertThat(closeCode(client)).isEqualTo(CloseCode.RATE_LIMITED);
        assertThat(rig.metrics().value(GatewayCounter.THROTTLED)).isEqualTo(1);
    }

    @Test
    void closesAClientThatNeverReads() throws Exception {
        RawClient client = rig.connect("tcp");
        client.hello("ann");
        client.await(Frame.Welcome.class);
        client.send(new Frame.Request(1, false, 0, EchoNode.FLOOD), Bytes.EMPTY);
        rig.await(() -> rig.metrics().value(CloseCode.SLOW_CONSUMER) == 1);
        rig.awaitNobody();
    }
}
