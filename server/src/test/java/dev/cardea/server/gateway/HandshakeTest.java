package dev.cardea.server.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.session.Identity;
import dev.cardea.session.Position;
import dev.cardea.session.SessionId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HandshakeTest {
    private final Scene scene = new Scene();

    @Test
    void welcomesADevelopmentName() {
        FakeClient client = scene.connect();
        client.hello("ann");

        Frame.Welcome welcome = client.last(Frame.Welcome.class);
        assertThat(welcome.account()).isEqualTo("ann");
        assertThat(welcome.tokenLifetimeSeconds()).isEqualTo(3600);
        assertThat(welcome.pingIntervalMillis()).isEqualTo(5000);
        assertThat(welcome.limits().messageBurst()).isEqualTo(200);
        assertThat(welcome.gateway()).isEqualTo("g1");
        assertThat(scene.metrics().sessions()).isEqualTo(1);
    }

    @Test
    void opensTheSessionAtTheNodeAndAttachesItsAgent() {
        FakeClient client = scene.connect();
        Position held = Position.at(Scene.EPOCH, 4, 17);
        client.hello(
                3,
                new Frame.Credential("dev", FakeClient.bytes("ann")),
                null,
                List.of(new Frame.Stream("", held), new Frame.Stream("chat/a", Position.NEW)));

        List<LinkFrame> told = scene.node.took();
        SessionId session = client.last(Frame.Welcome.class).session();
        assertThat(told)
                .containsExactly(
                        new LinkFrame.Open(1, session, 3, new Identity("ann", "ann")),
                        new LinkFrame.Attach(1, 1, "agent/ann", held),
                        new LinkFrame.Attach(1, 1, "chat/a", Position.NEW));
    }

    @Test
    void closesWhoSaysNoHelloInTime() {
        FakeClient client = scene.connect();
        scene.loop.passMillis(4_900);
        assertThat(client.closeCode()).isNull();
        scene.loop.passMillis(300);
        assertThat(client.closeCode()).isEqualTo(CloseCode.HANDSHAKE_TIMEOUT);
        assertThat(scene.metrics().value(CloseCode.HANDSHAKE_TIMEOUT)).isEqualTo(1);
        assertThat(scene.metrics().connections()).isZero();
    }

    @Test
    void refusesAnotherFrameBeforeHello() {
        FakeClient client = scene.connect();
        client.send(new Frame.Ping(1));
        assertThat(client.closeCode()).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(scene.metrics().value(GatewayCounter.OUT_OF_ORDER)).isEqualTo(1);
    }

    @Test
    void refusesAHelloAboveItsBound() {
        FakeClient client = scene.connect();
        ByteBuf record = Unpooled.buffer();
        record.writeMedium(4097).writeByte(0x10).writeZero(4096);
        client.sendRaw(record);
        assertThat(client.closeCode()).isEqualTo(CloseCode.FRAME_TOO_LARGE);
    }

    @Test
    void refusesASecondHello() {
        FakeClient client = scene.signedIn("ann");
        client.hello("ann");
        assertThat(client.closeCode()).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(scene.metrics().value(GatewayCounter.OUT_OF_ORDER)).isEqualTo(1);
    }

    @Test
    void refusesAFrameThatOnlyServersSend() {
        FakeClient client = scene.signedIn("ann");
        client.send(new Frame.Applied(0, 0, 1));
        assertThat(client.closeCode()).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(scene.metrics().value(GatewayCounter.FORBIDDEN_FRAME)).isEqualTo(1);
    }

    @Test
    void refusesMalformedFramesAndCountsTheirKinds() {
        for (MalformedFrames.Case each : MalformedFrames.all()) {
            malformed(scene.signedIn("ann"), each);
        }
        for (MalformedFrames.Case each : MalformedFrames.hellos()) {
            malformed(scene.connect(), each);
        }
    }

    private void malformed(FakeClient client, MalformedFrames.Case each) {
        long before = scene.metrics().value(each.kind());
        ByteBuf record = Unpooled.buffer().writeMedium(each.frame().size());
        each.frame().writeTo(record);
        client.sendRaw(record);
        assertThat(client.closeCode()).as(each.name()).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(scene.metrics().value(each.kind())).as(each.name()).isEqualTo(before + 1);
    }

    @Test
    void refusesAttemptZero() {
        FakeClient client = scene.connect();
        client.hello(0, new Frame.Credential("dev", FakeClient.bytes("ann")), null, List.of());
        assertThat(client.closeCode()).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(scene.metrics().value(GatewayCounter.ABSURD_ATTEMPT)).isEqualTo(1);
    }

    @Test
    void refusesASchemeThatItDoesNotKnow() {
        FakeClient client = scene.connect();
        client.hello(1, new Frame.Credential("magic", Bytes.EMPTY), null, List.of());
        assertThat(client.closeCode()).isEqualTo(CloseCode.AUTH_FAILED);
        assertThat(scene.metrics().value(GatewayCounter.UNKNOWN_SCHEME)).isEqualTo(1);
    }

    @Test
    void refusesANameWithControlCharacters() {
        FakeClient client = scene.connect();
        client.hello("a\nb");
        assertThat(client.closeCode()).isEqualTo(CloseCode.AUTH_FAILED);
        assertThat(scene.metrics().value(GatewayCounter.CREDENTIAL_REFUSED)).isEqualTo(1);
    }

    @Test
    void goesOnWithTheSessionOfAToken() {
        FakeClient first = scene.connect();
        first.hello("ann");
        Frame.Welcome welcome = first.last(Frame.Welcome.class);
        first.vanish();

        FakeClient second = scene.connect();
        second.resume(welcome.token(), 2);
        assertThat(second.last(Frame.Welcome.class).session()).isEqualTo(welcome.session());
        assertThat(scene.metrics().value(GatewayCounter.RESUMED)).isEqualTo(1);
    }

    @Test
    void refusesTokensThatAreExpiredForgedOrForeign() {
        FakeClient first = scene.connect();
        first.hello("ann");
        Bytes token = first.last(Frame.Welcome.class).token();
        first.vanish();
        byte[] bent = token.toArray();
        bent[20] ^= 1;
        Bytes foreign =
                Scene.keys("another key of thirty-two bytes!".getBytes(US_ASCII))
                        .issue(new SessionId(1, 2), new Identity("ann", "ann"), 1_800_000_000L);

        assertThat(refusal(Bytes.copyOf(bent))).isEqualTo(CloseCode.AUTH_FAILED);
        assertThat(refusal(foreign)).isEqualTo(CloseCode.AUTH_FAILED);
        assertThat(refusal(FakeClient.bytes("short"))).isEqualTo(CloseCode.AUTH_FAILED);
        assertThat(scene.metrics().value(GatewayCounter.TOKEN_FORGED)).isEqualTo(3);
        scene.loop.passMillis(3_600_000);
        assertThat(refusal(token)).isEqualTo(CloseCode.AUTH_FAILED);
        assertThat(scene.metrics().value(GatewayCounter.TOKEN_EXPIRED)).isEqualTo(1);
    }

    private @Nullable CloseCode refusal(Bytes token) {
        FakeClient client = scene.connect();
        client.resume(token, 9);
        return client.closeCode();
    }

    @Test
    void aHigherAttemptClosesTheOlderConnectionFirst() {
        FakeClient first = scene.connect();
        first.hello("ann");
        Bytes token = first.last(Frame.Welcome.class).token();
        scene.node.took();

        FakeClient second = scene.connect();
        second.resume(token, 2);
        assertThat(first.closeCode()).isEqualTo(CloseCode.SUPERSEDED);
        assertThat(scene.node.took()).hasSize(3).element(0).isEqualTo(new LinkFrame.Shut(1));
        assertThat(scene.metrics().sessions()).isEqualTo(1);
    }

    @Test
    void refusesLowerAndAbsurdAttempts() {
        FakeClient first = scene.connect();
        first.hello(5, new Frame.Credential("dev", FakeClient.bytes("ann")), null, List.of());
        Bytes token = first.last(Frame.Welcome.class).token();

        assertThat(attempt(token, 4)).isEqualTo(CloseCode.SUPERSEDED);
        assertThat(scene.metrics().value(GatewayCounter.LOWER_ATTEMPT)).isEqualTo(1);
        assertThat(attempt(token, 6 + (1 << 20))).isEqualTo(CloseCode.SUPERSEDED);
        assertThat(scene.metrics().value(GatewayCounter.ABSURD_ATTEMPT)).isEqualTo(1);
        assertThat(first.closeCode()).isNull();
        assertThat(attempt(token, 5 + (1 << 20))).isNull();
        assertThat(first.closeCode()).isEqualTo(CloseCode.SUPERSEDED);
    }

    private @Nullable CloseCode attempt(Bytes token, int attempt) {
        FakeClient client = scene.connect();
        client.resume(token, attempt);
        return client.closeCode();
    }

    @Test
    void judgesElsewhereWhatTakesTime() {
        Queue<Runnable> judging = new ArrayDeque<>();
        Scene slow = new Scene(GatewayLimits.DEFAULT, List.of(new Slow()), judging::add);
        FakeClient client = slow.connect();
        client.hello(1, new Frame.Credential("slow", FakeClient.bytes("ann")), null, List.of());
        assertThat(client.all(Frame.Welcome.class)).isEmpty();

        judging.remove().run();
        slow.loop.turn();
        assertThat(client.last(Frame.Welcome.class).account()).isEqualTo("ann");
    }

    @Test
    void refusesFramesWhileItJudges() {
        Scene slow = new Scene(GatewayLimits.DEFAULT, List.of(new Slow()), task -> {});
        FakeClient client = slow.connect();
        client.hello(1, new Frame.Credential("slow", FakeClient.bytes("ann")), null, List.of());
        client.send(new Frame.Ping(1));
        assertThat(client.closeCode()).isEqualTo(CloseCode.PROTOCOL_ERROR);
    }

    @Test
    void answersUnavailableWhenTooManyAreBeingJudged() {
        GatewayLimits many =
                new GatewayLimits(
                        new GatewayLimits.Entry(
                                0, 0, 0, 0, 0, GatewayLimits.DEFAULT.entry().handshake()),
                        GatewayLimits.DEFAULT.rates(),
                        GatewayLimits.DEFAULT.frames(),
                        GatewayLimits.DEFAULT.liveness(),
                        GatewayLimits.DEFAULT.outboundBytesMax());
        Scene slow = new Scene(many, List.of(new Slow()), task -> {});
        FakeClient last = slow.connect();
        for (int i = 0; i <= Judges.JUDGING_MAX; i++) {
            last = slow.connect();
            last.hello(1, new Frame.Credential("slow", FakeClient.bytes("x")), null, List.of());
        }
        assertThat(last.closeCode()).isEqualTo(CloseCode.UNAVAILABLE);
    }

    private static final class Slow implements Authenticator {
        @Override
        public String scheme() {
            return "slow";
        }

        @Override
        public boolean blocking() {
            return true;
        }

        @Override
        public Verdict judge(Bytes proof) {
            return new Verdict.Accepted(new Identity("ann", "ann"));
        }
    }
}
