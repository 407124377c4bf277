package dev.cardea.server.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.Violation;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A WebSocket port: pages, upgrades, messages, and what is none. */
@Timeout(30)
class WebSocketIT {
    private final GatewayRig rig = GatewayRig.plain();

    @AfterEach
    void stop() throws IOException {
        rig.close();
    }

    private String answer(String request) throws IOException {
        RawClient client = rig.silent("ws");
        client.send(request);
        return client.readTextToEnd();
    }

    @Test
    void servesPagesBesideWebSocket() throws Exception {
        assertThat(answer("GET /hello?x=1 HTTP/1.1\r\nHost: x\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK")
                .endsWith("\r\n\r\npage");
        assertThat(answer("HEAD /hello HTTP/1.1\r\nHost: x\r\n\r\n"))
                .contains("content-length: 4")
                .endsWith("\r\n\r\n");
        assertThat(answer("GET /nothing HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 404 ");
        rig.awaitNobody();
    }

    @Test
    void refusesBadRequestsAndUpgrades() throws Exception {
        String ours = "Sec-WebSocket-Protocol: cardea.1\r\n";
        assertThat(answer("POST /hello HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 405 ");
        assertThat(answer("\u0001\u0002 nonsense\r\n\r\n")).startsWith("HTTP/1.1 400 ");
        assertThat(answer("GET /" + "x".repeat(4_000) + " HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 414 ");
        assertThat(answer("GET / HTTP/1.1\r\nX: " + "x".repeat(9_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431 ");
        assertThat(answer("GET /cardea HTTP/1.1\r\nHost: x\r\n\r\n")).startsWith("HTTP/1.1 426 ");
        assertThat(answer(RawClient.upgrade("/other", ours))).startsWith("HTTP/1.1 404 ");
        assertThat(answer(RawClient.upgrade("/cardea", ""))).startsWith("HTTP/1.1 400 ");
        for (String part : List.of("Connection: Upgrade", "Sec-WebSocket-Key", "Version: 13")) {
            String lacking = RawClient.upgrade("/cardea", ours).replace(part, "X-Lacking: x");
            assertThat(answer(lacking)).as(part).startsWith("HTTP/1.1 400 ");
        }
        assertThat(answer(RawClient.upgrade("/cardea", ours).replace("GET", "PUT")))
                .startsWith("HTTP/1.1 400 ");
        assertThat(answer(RawClient.upgrade("/cardea", ours + "Origin: null\r\n")))
                .startsWith("HTTP/1.1 403 ");
        assertThat(answer(RawClient.upgrade("/cardea", ours + "Origin: https://evil.test\r\n")))
                .startsWith("HTTP/1.1 403 ");
        assertThat(rig.metrics().value(Violation.BAD_HTTP)).isEqualTo(4);
        assertThat(rig.metrics().value(Violation.BAD_UPGRADE)).isEqualTo(7);
        assertThat(rig.metrics().value(Violation.FORBIDDEN_ORIGIN)).isEqualTo(2);
        rig.awaitNobody();
    }

    @Test
    void letsInPagesOfItsOwnHostAndOfFriends() throws Exception {
        String ours = "Sec-WebSocket-Protocol: cardea.1\r\nOrigin: ";
        for (String origin : List.of("https://friend.test", "http://game.test")) {
            RawClient client = rig.silent("ws");
            client.send(RawClient.upgrade("/cardea", ours + origin + "\r\n"));
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ").contains("cardea.1");
        }
    }

    @Test
    void answersATextMessageWith1003() throws Exception {
        RawClient client = rig.signedIn("ws");
        client.send(RawClient.masked(0x81, "hello".getBytes(US_ASCII)));
        assertThat(client.awaitControl(8)).isEqualTo(1003);
        assertThat(rig.metrics().value(Violation.TEXT_MESSAGE)).isEqualTo(1);
    }

    @Test
    void refusesAMessageThatEndsWithinARecord() throws Exception {
        RawClient client = rig.signedIn("ws");
        client.send(RawClient.masked(0x82, new byte[] {0, 0, 9, 0x40}));
        assertThat(client.awaitControl(8)).isEqualTo(4003);
        assertThat(rig.metrics().value(Violation.TORN_MESSAGE)).isEqualTo(1);
    }

    @Test
    void refusesUnmaskedMessages() throws Exception {
        RawClient unmasked = rig.signedIn("ws");
        unmasked.send((byte) 0x82, (byte) 4, (byte) 0, (byte) 0, (byte) 1, (byte) 0x40);
        assertThat(unmasked.awaitControl(8)).isEqualTo(4003);
        assertThat(rig.metrics().value(Violation.BAD_WEBSOCKET)).isEqualTo(1);
    }

    @Test
    void refusesARecordByItsHeaderHoweverLongItsMessageMayBe() throws Exception {
        RawClient oversized = rig.signedIn("ws");
        oversized.send((byte) 0x82, (byte) 0xFF, (byte) 0, (byte) 0, (byte) 0, (byte) 0);
        oversized.send((byte) 0, (byte) 0x10, (byte) 0, (byte) 0);
        oversized.send((byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 1, (byte) 0, (byte) 1);
        assertThat(oversized.awaitControl(8)).isEqualTo(4004);
        assertThat(rig.metrics().value(Violation.RECORD_TOO_LARGE)).isEqualTo(1);
    }

    @Test
    void takesManyRecordsInAMessageThatIsLongerThanAnyRecordMayBe() throws Exception {
        RawClient client = rig.signedIn("ws");
        ByteBuf message = Unpooled.buffer();
        for (int i = 1; i <= 3; i++) {
            Frame request = new Frame.Request(i, false, 0, EchoNode.ECHO);
            message.writeBytes(RawClient.record(request, Bytes.copyOf(new byte[40_000])));
        }
        client.send(RawClient.masked(0x82, ByteBufUtil.getBytes(message)));
        for (int i = 1; i <= 3; i++) {
            assertThat(client.await(Frame.Reply.class).correlation()).isEqualTo(i);
        }
    }

    @Test
    void throttlesAFloodOfPingsAndOfEmptyMessages() throws Exception {
        floods(0x89, 0);
        floods(0x82, 1);
        floods(0x8A, 2);
    }

    private void floods(int head, int before) throws Exception {
        RawClient client = rig.signedIn("ws");
        byte[] frame = RawClient.masked(head, new byte[0]);
        for (int i = 0; i < 300; i++) {
            client.send(frame);
        }
        rig.await(() -> rig.metrics().value(GatewayCounter.THROTTLED) == before + 1);
    }

    @Test
    void takesFragmentedMessagesAndAnswersPings() throws Exception {
        RawClient client = rig.signedIn("ws");
        byte[] record = RawClient.record(new Frame.Ping(7), Bytes.EMPTY);
        byte[] first = Arrays.copyOf(record, 5);
        byte[] rest = Arrays.copyOfRange(record, 5, record.length);
        client.send(RawClient.masked(0x02, first));
        client.send(RawClient.masked(0x89, new byte[] {1}));
        assertThat(client.awaitControl(10)).isEqualTo(1);
        client.send(RawClient.masked(0x80, rest));
        assertThat(client.await(Frame.Pong.class).t0()).isEqualTo(7);
    }

    @Test
    void takesAHelloWhoseMessageEndsAfterWelcome() throws Exception {
        RawClient client = rig.connect("ws");
        Frame hello =
                new Frame.Hello(
                        1,
                        new Frame.Credential("dev", FakeClient.bytes("ann")),
                        null,
                        List.of(),
                        "raw",
                        0);
        client.send(RawClient.masked(0x02, RawClient.record(hello, Bytes.EMPTY)));
        client.await(Frame.Welcome.class);
        client.send(RawClient.masked(0x80, new byte[0]));
        client.send(new Frame.Ping(9), Bytes.EMPTY);
        assertThat(client.await(Frame.Pong.class).t0()).isEqualTo(9);
    }

    @Test
    void hearsWhatComesInOnePacketWithTheUpgrade() throws Exception {
        RawClient client = rig.silent("ws");
        byte[] upgrade =
                RawClient.upgrade("/cardea", "Sec-WebSocket-Protocol: cardea.1\r\n")
                        .getBytes(US_ASCII);
        byte[] ping = RawClient.masked(0x89, new byte[] {7});
        client.send(ByteBufUtil.getBytes(Unpooled.wrappedBuffer(upgrade, ping)));
        assertThat(client.readHead())
                .startsWith("HTTP/1.1 101 ")
                .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
        assertThat(client.awaitControl(10)).isEqualTo(1);
    }

    @Test
    void closesWhenTheBrowserDoes() throws Exception {
        RawClient client = rig.signedIn("ws");
        client.send(RawClient.masked(0x88, new byte[] {3, (byte) 0xE8}));
        assertThat(client.awaitControl(8)).isEqualTo(1000);
        client.readToEnd();
        rig.awaitNobody();
    }
}
