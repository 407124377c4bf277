package dev.cardea.server.gateway;

import static dev.cardea.server.gateway.GatewayRig.closeCode;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.session.Delivery;
import dev.cardea.session.Identity;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.MalformedException;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole records whose frames are wrong, or come when they should not. */
@Timeout(30)
class FrameBadInputIT {
    private final GatewayRig rig = GatewayRig.alone();

    @AfterEach
    void stop() throws IOException {
        rig.close();
    }

    // ---- what no client should write ----

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ws"})
    void closesOnMalformedFramesAndCountsTheirKinds(String scheme) throws Exception {
        for (MalformedFrames.Case each : MalformedFrames.all()) {
            RawClient client = rig.signedIn(scheme);
            refuses(client, each);
        }
        for (MalformedFrames.Case each : MalformedFrames.hellos()) {
            refuses(rig.connect(scheme), each);
        }
        rig.awaitNobody();
    }

    private void refuses(RawClient client, MalformedFrames.Case each) throws IOException {
        long before = rig.metrics().value(each.kind());
        client.sendRecord(each.frame().toArray());
        assertThat(closeCode(client)).as(each.name()).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(rig.metrics().value(each.kind())).as(each.name()).isEqualTo(before + 1);
        client.close();
    }

    @Test
    void saysWhatIsWrongWithAFrame() throws Exception {
        RawClient client = rig.signedIn("tcp");
        client.sendRecord((byte) 0x04, (byte) 16, (byte) 2, (byte) 0xC0, (byte) 0x80);
        Frame.Close close = client.await(Frame.Close.class);
        assertThat(close.text()).contains(MalformedException.Kind.BAD_UTF8.name());
        assertThat(close.flags()).isEqualTo(CloseCode.Flags.PEER);
    }

    // ---- order ----

    @ParameterizedTest
    @ValueSource(strings = {"tcp", "ws"})
    void hearsNothingBeforeHelloAndNoSecondOne(String scheme) throws Exception {
        RawClient eager = rig.connect(scheme);
        eager.send(new Frame.Ping(1), Bytes.EMPTY);
        assertThat(closeCode(eager)).isEqualTo(CloseCode.PROTOCOL_ERROR);

        RawClient twice = rig.signedIn(scheme);
        twice.hello("ann");
        assertThat(closeCode(twice)).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(rig.metrics().value(GatewayCounter.OUT_OF_ORDER)).isEqualTo(2);
    }

    @Test
    void closesOnFramesThatOnlyServersSend() throws Exception {
        List<Frame> forbidden =
                List.of(
                        new Frame.Auth(60, FakeClient.bytes("token")),
                        new Frame.GoAway(1, 0, 0, List.of()),
                        new Frame.Event(0, Delivery.UNRELIABLE, 0),
                        new Frame.State(0, true, 1),
                        new Frame.Patch(0, false, 1, 1),
                        new Frame.Attached(0, true, "", "agent", 1, 1, 1, 0, 1, 1, 0, 1),
                        new Frame.Applied(0, 0, 1),
                        new Frame.Reply(1, 0, 0),
                        new Frame.Gone("", 1, ""),
                        new Frame.Fault(1, 0, 0, ""));
        for (Frame each : forbidden) {
            RawClient client = rig.signedIn("tcp");
            client.send(each, Bytes.EMPTY);
            assertThat(closeCode(client)).as("%s", each).isEqualTo(CloseCode.PROTOCOL_ERROR);
        }
        assertThat(rig.metrics().value(GatewayCounter.FORBIDDEN_FRAME)).isEqualTo(forbidden.size());
    }

    // ---- who it is ----

    @Test
    void refusesTokensThatAreForgedOrForeign() throws Exception {
        RawClient first = rig.connect("tcp");
        first.hello("ann");
        Bytes token = first.await(Frame.Welcome.class).token();
        byte[] bent = token.toArray();
        bent[30] ^= 1;
        Bytes foreign =
                Scene.keys("another key of thirty-two bytes!".getBytes(US_ASCII))
                        .issue(new SessionId(1, 2), new Identity("ann", "ann"), 4_000_000_000L);
        for (Bytes wrong : List.of(Bytes.copyOf(bent), foreign, FakeClient.bytes("short"))) {
            RawClient client = rig.connect("tcp");
            client.resume(2, wrong);
            assertThat(closeCode(client)).isEqualTo(CloseCode.AUTH_FAILED);
        }
        assertThat(rig.metrics().value(GatewayCounter.TOKEN_FORGED)).isEqualTo(3);
        assertThat(rig.metrics().sessions()).isEqualTo(1);

        RawClient second = rig.connect("tcp");
        second.resume(2, token);
        assertThat(second.await(Frame.Welcome.class).account()).isEqualTo("ann");
    }

    @Test
    void refusesCredentialsThatAreWrongOrOfAnUnknownScheme() throws Exception {
        RawClient unnamed = rig.connect("tcp");
        unnamed.hello("a\nb");
        assertThat(closeCode(unnamed)).isEqualTo(CloseCode.AUTH_FAILED);
        assertThat(rig.metrics().value(GatewayCounter.CREDENTIAL_REFUSED)).isEqualTo(1);

        RawClient strange = rig.connect("tcp");
        Frame.Credential magic = new Frame.Credential("magic", Bytes.EMPTY);
        strange.send(new Frame.Hello(1, magic, null, List.of(), "raw", 0), Bytes.EMPTY);
        assertThat(closeCode(strange)).isEqualTo(CloseCode.AUTH_FAILED);
        assertThat(rig.metrics().value(GatewayCounter.UNKNOWN_SCHEME)).isEqualTo(1);
    }

    @Test
    void refusesLowerAbsurdAndZeroAttempts() throws Exception {
        RawClient first = rig.connect("tcp");
        first.hello(5, "ann");
        Bytes token = first.await(Frame.Welcome.class).token();

        assertThat(attempt(token, 4)).isEqualTo(CloseCode.SUPERSEDED);
        assertThat(attempt(token, 6 + GatewayLoop.ATTEMPT_WINDOW)).isEqualTo(CloseCode.SUPERSEDED);
        assertThat(attempt(token, 0)).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(rig.metrics().value(GatewayCounter.LOWER_ATTEMPT)).isEqualTo(1);
        assertThat(rig.metrics().value(GatewayCounter.ABSURD_ATTEMPT)).isEqualTo(2);

        first.send(new Frame.Ping(1), Bytes.EMPTY);
        assertThat(first.await(Frame.Pong.class).t0()).isEqualTo(1);
    }

    private @Nullable CloseCode attempt(Bytes token, int attempt) throws Exception {
        RawClient client = rig.connect("tcp");
        client.resume(attempt, token);
        return closeCode(client);
    }

    // ---- owners and channels ----

    @Test
    void answersAttachesToWhatNobodyMayHaveWithGone() throws Exception {
        RawClient client = rig.signedIn("tcp");
        attach(client, "agent/bob");
        assertThat(client.await(Frame.Gone.class).reason())
                .isEqualTo(GoneReason.FORBIDDEN.number());
        attach(client, "no name");
        assertThat(client.await(Frame.Gone.class).reason())
                .isEqualTo(GoneReason.NO_SUCH_OWNER.number());
        assertThat(rig.metrics().value(GatewayCounter.FORBIDDEN_OWNER)).isEqualTo(1);
        assertThat(rig.metrics().value(GatewayCounter.UNKNOWN_OWNER_NAME)).isEqualTo(1);
    }

    @Test
    void attachesNoMoreThanItsBoundOfStreams() throws Exception {
        RawClient client = rig.signedIn("tcp");
        for (int i = 0; i <= 64; i++) {
            attach(client, "room/" + i);
        }
        assertThat(client.await(Frame.Gone.class).owner()).isEqualTo("room/64");
        assertThat(rig.metrics().value(GatewayCounter.TOO_MANY_STREAMS)).isEqualTo(1);
    }

    private static void attach(RawClient client, String owner) throws IOException {
        client.send(new Frame.Attach(new Frame.Stream(owner, Position.NEW)), Bytes.EMPTY);
    }

    @Test
    void dropsInputsForChannelsThatAreNotBound() throws Exception {
        RawClient client = rig.signedIn("tcp");
        client.send(new Frame.Input(77, false, 1, 1), FakeClient.bytes("x"));
        client.send(new Frame.Input(0, false, 1, 1), FakeClient.bytes("x"));
        client.send(new Frame.Cancel(99), Bytes.EMPTY);
        client.send(new Frame.Pong(1, 2, 3), Bytes.EMPTY);
        client.send(new Frame.Ping(1), Bytes.EMPTY);
        assertThat(client.await(Frame.Pong.class).t0()).isEqualTo(1);
        assertThat(rig.metrics().value(GatewayCounter.INPUT_DROPPED)).isEqualTo(2);
    }
}
