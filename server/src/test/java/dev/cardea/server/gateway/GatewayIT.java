package dev.cardea.server.gateway;

import static dev.cardea.server.gateway.GatewayRig.closeCode;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gateway over real sockets: every transport, well used. */
@Timeout(30)
class GatewayIT {
    private static final Bytes BODY = FakeClient.bytes("sixty-four bytes, or nearly so");
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

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls", "ws", "wss"})
    void signsInAndAnswersOver(String scheme) throws Exception {
        RawClient client = rig.connect(scheme);
        client.hello("ann");
        assertThat(client.await(Frame.Welcome.class).account()).isEqualTo("ann");
        for (int i = 1; i <= 50; i++) {
            client.send(new Frame.Request(i, false, 0, EchoNode.ECHO), BODY);
        }
        for (int i = 1; i <= 50; i++) {
            assertThat(client.await(Frame.Reply.class).correlation()).isEqualTo(i);
        }
        client.close();
        rig.awaitNobody();
    }

    @Test
    void worksOnNioAsOnEpoll() throws Exception {
        rig.close();
        rig = GatewayRig.portable();
        RawClient client = rig.connect("tcp");
        client.hello("ann");
        assertThat(client.await(Frame.Welcome.class).account()).isEqualTo("ann");
    }

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "tls", "ws", "wss"})
    void saysWhyItCloses(String scheme) throws Exception {
        RawClient client = rig.connect(scheme);
        client.hello("");
        assertThat(closeCode(client)).isEqualTo(CloseCode.AUTH_FAILED);
        client.readToEnd();
        rig.awaitNobody();
    }

    @Test
    void drainsWithinItsTime() throws Exception {
        RawClient client = rig.connect("tcp");
        client.hello("ann");
        client.await(Frame.Welcome.class);
        var gone = rig.gateway().drain(50, 300);
        assertThat(rig.gateway().ready()).isFalse();
        assertThat(client.await(Frame.GoAway.class).deadlineMillis()).isEqualTo(300);
        assertThat(closeCode(client)).isEqualTo(CloseCode.GOING_AWAY);
        client.close();
        gone.get(5, TimeUnit.SECONDS);
    }
}
