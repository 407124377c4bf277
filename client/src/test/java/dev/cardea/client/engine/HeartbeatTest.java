package dev.cardea.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.wire.Frame;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** PING, PONG, the clock, and silence. */
class HeartbeatTest {
    private static final long SERVER_AHEAD_MICROS = 77_000_000L;

    private final Scene scene = new Scene().open();

    @Test
    void asksAtOnceAndThenEvery5Seconds() {
        assertThat(pings()).hasSize(1);
        answerAfter(Duration.ZERO);
        scene.loop.advance(Duration.ofSeconds(5));
        answerAfter(Duration.ZERO);
        scene.loop.advance(Duration.ofSeconds(5));
        assertThat(pings()).hasSize(3);
    }

    @Test
    void endsAConnectionThatIsSilentFor15Seconds() {
        scene.loop.advance(Duration.ofMillis(14_999));
        assertThat(scene.connection().aborted()).isFalse();
        scene.loop.advance(Duration.ofMillis(1));
        assertThat(scene.connection().aborted()).isTrue();
        assertThat(scene.told.read()).containsExactly("open", "reconnecting");
    }

    @Test
    void anyByteCountsAsLife() {
        scene.loop.advance(Duration.ofSeconds(14));
        scene.connection().say(new Frame.Fault(1, 0, 0, "anything"));
        scene.loop.advance(Duration.ofSeconds(14));
        assertThat(scene.connection().aborted()).isFalse();
        scene.loop.advance(Duration.ofSeconds(1));
        assertThat(scene.connection().aborted()).isTrue();
    }

    @Test
    void answersTheServersQuestionWithItsOwnClock() {
        scene.connection().say(new Frame.Ping(42));
        assertThat(scene.connection().heard(Frame.Pong.class))
                .containsExactly(new Frame.Pong(42, scene.loop.wallMicros(), 0));
    }

    @Test
    void measuresTheWayWithoutTheTimeThatTheServerHeldIt() {
        Frame.Ping ping = pings().getLast();
        scene.loop.advance(Duration.ofMillis(50));
        scene.connection().say(new Frame.Pong(ping.t0(), 0, 20_000));
        assertThat(scene.session.roundTripMicros()).isEqualTo(30_000);
    }

    @Test
    void setsItsClockByTheFastestAnswer() {
        answerAfter(Duration.ofMillis(10));
        assertThat(scene.session.serverMicros()).isEqualTo(serverNow());
        scene.loop.advance(Duration.ofSeconds(5));
        lopsidedAnswerAfter(Duration.ofMillis(400));
        assertThat(scene.session.serverMicros()).isEqualTo(serverNow());
    }

    @Test
    void ignoresAnAnswerFromTheFuture() {
        scene.connection().say(new Frame.Pong(Long.MAX_VALUE, 0, 0));
        assertThat(scene.session.roundTripMicros()).isZero();
    }

    private List<Frame.Ping> pings() {
        return scene.connection().heard(Frame.Ping.class);
    }

    private long serverNow() {
        return scene.loop.nanos() / 1000 + SERVER_AHEAD_MICROS;
    }

    /** Both ways take as long. */
    private void answerAfter(Duration roundTrip) {
        Frame.Ping ping = pings().getLast();
        scene.loop.advance(roundTrip.dividedBy(2));
        long arrived = serverNow();
        scene.loop.advance(roundTrip.dividedBy(2));
        scene.connection().say(new Frame.Pong(ping.t0(), arrived, 0));
    }

    /** All of it is the way up. */
    private void lopsidedAnswerAfter(Duration roundTrip) {
        Frame.Ping ping = pings().getLast();
        scene.loop.advance(roundTrip);
        scene.connection().say(new Frame.Pong(ping.t0(), serverNow(), 0));
    }
}
