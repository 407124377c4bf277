package dev.cardea.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.session.Delivery;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Rates, backpressure in both directions, heartbeat, drain. */
class FlowTest {
    private static final Bytes KIB = Bytes.copyOf(new byte[1024]);

    private final Scene scene = new Scene();
    private final FakeClient ann = scene.signedIn("ann");

    /** Without admission and rates. */
    static GatewayLimits unlimited() {
        GatewayLimits limits = GatewayLimits.DEFAULT;
        return new GatewayLimits(
                new GatewayLimits.Entry(0, 0, 0, 0, 0, limits.entry().handshake()),
                new GatewayLimits.Rates(0, 0, 0, 0, Duration.ofSeconds(5)),
                limits.frames(),
                limits.liveness(),
                limits.outboundBytesMax());
    }

    private static ByteBuf pings(int count) {
        ByteBuf records = Unpooled.buffer();
        for (int i = 0; i < count; i++) {
            int mark = Records.begin(records);
            new Frame.Ping(i).write(records);
            Records.end(records, mark);
        }
        return records;
    }

    // ---- rates ----

    @Test
    void readsNoMoreWhileAClientIsAboveItsRateAndLosesNothing() {
        ann.sendRaw(pings(300));
        assertThat(ann.all(Frame.Pong.class)).hasSize(300);
        assertThat(ann.paused()).isTrue();
        assertThat(scene.metrics().value(GatewayCounter.THROTTLED)).isEqualTo(1);
        scene.loop.passMillis(900);
        assertThat(ann.paused()).isTrue();
        scene.loop.passMillis(200);
        assertThat(ann.paused()).isFalse();
        assertThat(ann.closeCode()).isNull();
    }

    @Test
    void closesTheClientThatStaysAboveItsRate() {
        for (int i = 0; i < 40 && ann.closeCode() == null; i++) {
            if (!ann.paused()) {
                ann.sendRaw(pings(250));
            }
            scene.loop.passMillis(200);
        }
        assertThat(ann.closeCode()).isEqualTo(CloseCode.RATE_LIMITED);
        assertThat(scene.metrics().value(CloseCode.RATE_LIMITED)).isEqualTo(1);
    }

    @Test
    void forgivesAClientThatCatchesUp() {
        for (int i = 0; i < 10; i++) {
            ann.sendRaw(pings(210));
            assertThat(ann.paused()).isTrue();
            scene.loop.passMillis(4_000);
            assertThat(ann.paused()).isFalse();
        }
        assertThat(ann.closeCode()).isNull();
    }

    @Test
    void countsBytesAsWell() {
        for (int i = 0; i < 3; i++) {
            ann.send(new Frame.Request(i + 1, false, 0, 1024), Bytes.copyOf(new byte[60_000]));
        }
        assertThat(ann.paused()).isTrue();
    }

    // ---- slow clients ----

    private void enterAndStopReading() {
        scene.enterRoom(ann);
        ann.took();
        ann.stopReading();
    }

    private void say(int times, long firstSeq) {
        for (int i = 0; i < times; i++) {
            long seq = firstSeq + i;
            scene.node.send(new LinkFrame.Event(Scene.ROOM_REF, 0, seq - 1, seq), KIB);
        }
    }

    @Test
    void closesTheClientThatNeverReads() {
        enterAndStopReading();
        say(240, 11);
        assertThat(ann.closeCode()).isNull();
        say(30, 251);
        assertThat(ann.closeCode()).isEqualTo(CloseCode.SLOW_CONSUMER);
        assertThat(scene.node.last(LinkFrame.Shut.class).ref()).isEqualTo(1);
    }

    @Test
    void aSlowClientDelaysNobodyElse() {
        FakeClient bob = scene.signedIn("bob");
        scene.enterRoom(bob);
        enterAndStopReading();
        say(300, 11);
        assertThat(ann.closeCode()).isEqualTo(CloseCode.SLOW_CONSUMER);
        assertThat(bob.all(Frame.Event.class)).hasSize(300);
        assertThat(bob.closeCode()).isNull();
    }

    @Test
    void stopsReadingFromAClientThatTakesNothing() {
        enterAndStopReading();
        say(70, 11);
        assertThat(ann.paused()).isTrue();
        ann.startReading();
        assertThat(ann.paused()).isFalse();
        assertThat(ann.all(Frame.Event.class)).hasSize(70);
    }

    @Test
    void givesUpAClientThatTakesNothingForTooLong() {
        enterAndStopReading();
        say(70, 11);
        scene.loop.passMillis(21_000);
        assertThat(ann.closeCode()).isEqualTo(CloseCode.SLOW_CONSUMER);
    }

    @Test
    void keepsTheNewestOfEachKeyAndDropsTheUnreliable() {
        enterAndStopReading();
        say(70, 11);
        for (int i = 0; i < 5; i++) {
            pass(Delivery.latest(1), i);
            pass(Delivery.latest(2), i);
            pass(Delivery.UNRELIABLE, 0);
        }
        ann.startReading();
        int channel = ann.all(Frame.Event.class).getFirst().channel();
        assertThat(ann.all(Frame.Event.class).subList(70, 72))
                .containsExactly(
                        new Frame.Event(channel, Delivery.latest(1), 4),
                        new Frame.Event(channel, Delivery.latest(2), 4));
        assertThat(scene.metrics().value(GatewayCounter.LATEST_OVERWRITTEN)).isEqualTo(8);
        assertThat(scene.metrics().value(GatewayCounter.UNRELIABLE_DROPPED)).isEqualTo(5);
    }

    private void pass(Delivery how, int number) {
        scene.node.send(new LinkFrame.Passing(Scene.ROOM_REF, 0, how, number), KIB);
    }

    // ---- a full link ----

    @Test
    void aFullLinkStopsReadingFromThoseWhoFeedIt() {
        FakeClient bob = scene.signedIn("bob");
        scene.node.full(true);
        ann.send(new Frame.Request(1, false, 0, 1024), KIB);
        ann.send(new Frame.Request(2, false, 0, 1024), KIB);
        assertThat(ann.paused()).isTrue();
        assertThat(bob.paused()).isFalse();
        scene.node.full(false);
        scene.gateway.linkTakesMore();
        assertThat(ann.paused()).isFalse();
    }

    // ---- heartbeat ----

    @Test
    void pingsThreeTimesEarlyAndThenEveryFiveSeconds() {
        scene.loop.passMillis(3_300);
        assertThat(ann.all(Frame.Ping.class)).hasSize(3);
        ann.send(new Frame.Ping(0));
        scene.loop.passMillis(4_000);
        assertThat(ann.all(Frame.Ping.class)).hasSize(3);
        scene.loop.passMillis(1_200);
        assertThat(ann.all(Frame.Ping.class)).hasSize(4);
    }

    @Test
    void measuresTheRoundTrip() {
        scene.loop.passMillis(1_200);
        Frame.Ping ping = ann.last(Frame.Ping.class);
        scene.loop.passMillis(40);
        int expected = (int) (scene.loop.nanos() / 1_000 - ping.t0()) - 1_000;
        ann.send(new Frame.Pong(ping.t0() + 1, 0, 0));
        ann.send(new Frame.Pong(ping.t0(), 0, 1_000));
        Open open = scene.gateway.open(1);
        assertThat(open).isNotNull();
        assertThat(open.roundTrip().smoothedMicros()).isEqualTo(expected);
    }

    @Test
    void closesTheClientThatIsSilent() {
        scene.loop.passMillis(14_000);
        assertThat(ann.closeCode()).isNull();
        scene.loop.passMillis(2_000);
        assertThat(ann.closeCode()).isEqualTo(CloseCode.IDLE_TIMEOUT);
    }

    @Test
    void theTimeInWhichWeStoodStillIsNobodysSilence() {
        scene.loop.freezeMillis(60_000);
        scene.loop.passMillis(1_000);
        assertThat(ann.closeCode()).isNull();
        scene.loop.passMillis(16_000);
        assertThat(ann.closeCode()).isEqualTo(CloseCode.IDLE_TIMEOUT);
    }

    @Test
    void theTimeInWhichWeDidNotReadIsNobodysSilence() {
        scene.node.full(true);
        ann.send(new Frame.Request(1, false, 0, 1024), KIB);
        ann.send(new Frame.Request(2, false, 0, 1024), KIB);
        scene.loop.passMillis(60_000);
        assertThat(ann.closeCode()).isNull();
        scene.node.full(false);
        scene.gateway.linkTakesMore();
        scene.loop.passMillis(14_000);
        assertThat(ann.closeCode()).isNull();
    }

    @Test
    void renewsTheTokenAtHalfOfItsLife() {
        Scene hour = new Scene();
        FakeClient client = hour.signedIn("ann");
        for (int second = 0; second < 1_810; second += 5) {
            hour.loop.passMillis(5_000);
            client.send(new Frame.Ping(0));
        }
        assertThat(client.all(Frame.Auth.class)).hasSize(1);
        FakeClient second = hour.connect();
        second.resume(client.last(Frame.Auth.class).token(), 2);
        assertThat(second.all(Frame.Welcome.class)).hasSize(1);
    }

    // ---- drain ----

    @Test
    void aDrainSpreadsTheMovesAndClosesTheRest() {
        FakeClient bob = scene.signedIn("bob");
        FakeClient silent = scene.connect();
        scene.gateway.drain(3_000, 4_000);
        scene.loop.turn();
        Frame.GoAway first = ann.last(Frame.GoAway.class);
        assertThat(first.afterMillis()).isBetween(0, 3_000);
        assertThat(first.deadlineMillis()).isEqualTo(4_000);
        assertThat(bob.last(Frame.GoAway.class).afterMillis()).isNotEqualTo(first.afterMillis());

        ann.send(new Frame.Ping(1));
        assertThat(ann.all(Frame.Pong.class)).hasSize(1);
        ann.vanish();
        scene.loop.passMillis(4_100);
        assertThat(bob.closeCode()).isEqualTo(CloseCode.GOING_AWAY);
        assertThat(silent.closeCode()).isEqualTo(CloseCode.GOING_AWAY);
        assertThat(ann.closeCode()).isNull();
        assertThat(scene.metrics().connections()).isZero();
    }

    @Test
    void aDrainingGatewayLetsNobodyIn() {
        FakeClient early = scene.connect();
        scene.gateway.drain(3_000, 4_000);
        scene.loop.turn();
        assertThat(scene.connect().closeCode()).isEqualTo(CloseCode.GOING_AWAY);
        early.hello("bob");
        assertThat(early.closeCode()).isEqualTo(CloseCode.GOING_AWAY);
    }

    // ---- admission ----

    @Test
    void refusesWhatIsAboveTheLimitsWithAReason() {
        GatewayLimits limits = GatewayLimits.DEFAULT;
        Scene small =
                new Scene(
                        new GatewayLimits(
                                new GatewayLimits.Entry(3, 2, 1, 0, 0, limits.entry().handshake()),
                                limits.rates(),
                                limits.frames(),
                                limits.liveness(),
                                limits.outboundBytesMax()));
        FakeClient first = small.connect("192.0.2.1");
        assertThat(small.connect("192.0.2.1").closeCode())
                .isEqualTo(CloseCode.TOO_MANY_FROM_ADDRESS);
        first.hello("ann");
        FakeClient second = small.connect("192.0.2.1");
        assertThat(second.closeCode()).isNull();
        second.hello("bob");
        assertThat(small.connect("192.0.2.1").closeCode())
                .isEqualTo(CloseCode.TOO_MANY_FROM_ADDRESS);
        assertThat(small.connect("192.0.2.2").closeCode()).isNull();
        assertThat(small.connect("192.0.2.3").closeCode()).isEqualTo(CloseCode.SERVER_FULL);
        assertThat(small.metrics().value(GatewayCounter.REFUSED_ADDRESS)).isEqualTo(2);
        assertThat(small.metrics().value(GatewayCounter.REFUSED_FULL)).isEqualTo(1);

        first.vanish();
        assertThat(small.connect("192.0.2.3").closeCode()).isNull();
    }
}
