package dev.cardea.client.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.ReplyStatus;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** R14 of docs/PROTOCOL.md as a client keeps it: correlations, resending, deadlines, bounds. */
class ClientRequestsTest {
    private static final int ROUTE = 1024;

    private final Scene scene = new Scene().open();
    private final Journal told = new Journal();

    @Test
    void numbersRequestsFromOneOverAllConnections() {
        ask("a");
        scene.connection().say(new Frame.Reply(1, ReplyStatus.OK, 0), "A");
        scene.reconnected();
        ask("b");
        assertThat(requests()).containsExactly(new Frame.Request(2, false, 10_000, ROUTE));
        assertThat(told.read()).containsExactly("reply 0 A");
    }

    @Test
    void sendsAgainWithRetryAndTheTimeThatIsLeft() {
        ask("a");
        scene.reconnected();
        Frame.Request again = requests().getFirst();
        assertThat(again.retry()).isTrue();
        assertThat(again.correlation()).isEqualTo(1);
        assertThat(again.deadlineMillis()).isLessThan(10_000);
        assertThat(scene.connection().heard().stream().map(FakeConnection.Said::body))
                .contains("a");
    }

    @Test
    void sendsWithoutRetryWhatNoConnectionCarried() {
        scene.cut();
        ask("a");
        scene.loop.advance(Duration.ofSeconds(1));
        scene.dialled().say(Scene.welcome());
        assertThat(requests().getFirst().retry()).isFalse();
    }

    @Test
    void sendsAgainInOrder() {
        ask("a");
        ask("b");
        ask("c");
        scene.connection().say(new Frame.Reply(2, ReplyStatus.OK, 0), "B");
        scene.cut();
        scene.loop.advance(Duration.ofSeconds(1));
        scene.dialled().say(Scene.welcome());
        assertThat(requests().stream().map(Frame.Request::correlation)).containsExactly(1, 3);
    }

    @Test
    void tellsThatAnOutcomeIsUnknown() {
        ask("a");
        scene.connection().say(new Frame.Reply(1, ReplyStatus.UNKNOWN_OUTCOME, 0), "maybe");
        assertThat(told.read()).containsExactly("reply 520 maybe");
    }

    @Test
    void endsAtItsDeadlineAndTellsTheServer() {
        ask("a");
        scene.loop.advance(Duration.ofSeconds(10));
        assertThat(told.read()).containsExactly("reply 408 no answer in time");
        assertThat(scene.connection().heard(Frame.Cancel.class))
                .containsExactly(new Frame.Cancel(1));
        scene.connection().say(new Frame.Reply(1, ReplyStatus.OK, 0), "late");
        assertThat(told.read()).isEmpty();
    }

    @Test
    void endsEachAtItsOwnDeadline() {
        ask("long", Duration.ofSeconds(8));
        ask("short", Duration.ofSeconds(2));
        scene.loop.advance(Duration.ofSeconds(2));
        assertThat(scene.connection().heard(Frame.Cancel.class))
                .containsExactly(new Frame.Cancel(2));
        scene.loop.advance(Duration.ofSeconds(6));
        assertThat(scene.connection().heard(Frame.Cancel.class))
                .containsExactly(new Frame.Cancel(2), new Frame.Cancel(1));
    }

    @Test
    void endsAtItsDeadlineWhileThereIsNoConnection() {
        scene.cut();
        ask("a", Duration.ofMillis(1));
        scene.loop.advance(Duration.ofMillis(1));
        assertThat(told.read()).containsExactly("reply 408 no answer in time");
    }

    @Test
    void cancelsOnce() {
        int correlation = ask("a");
        scene.session.cancel(correlation);
        scene.session.cancel(correlation);
        assertThat(scene.connection().heard(Frame.Cancel.class)).hasSize(1);
        assertThat(told.read()).containsExactly("reply 499 cancelled");
    }

    @Test
    void refusesMoreThan64UnderWay() {
        for (int i = 0; i < 64; i++) {
            ask("x");
        }
        assertThat(scene.session.reserveRequest(1)).isFalse();
        scene.connection().say(new Frame.Reply(1, ReplyStatus.OK, 0));
        assertThat(scene.session.reserveRequest(1)).isTrue();
    }

    @Test
    void refusesMoreThanOneMebibyteUnderWay() {
        assertThat(scene.session.reserveRequest(ClientRequests.BYTES_MAX)).isTrue();
        assertThat(scene.session.reserveRequest(1)).isFalse();
    }

    @Test
    void saysWhatMayHaveRunWhenTheSessionEnds() {
        ask("sent");
        scene.cut();
        ask("never sent");
        scene.loop.advance(Duration.ofSeconds(1));
        scene.dialled().say(Scene.close(CloseCode.SUPERSEDED));
        assertThat(told.read())
                .containsExactly(
                        "reply 520 " + CloseCode.SUPERSEDED.text(),
                        "reply 503 " + CloseCode.SUPERSEDED.text());
    }

    @Test
    void answersARequestOfASessionThatIsOver() {
        scene.session.close();
        ask("a");
        assertThat(told.read()).containsExactly("reply 503 the session is over");
    }

    private int ask(String body) {
        return ask(body, Duration.ofSeconds(10));
    }

    private int ask(String body, Duration timeout) {
        assertThat(scene.session.reserveRequest(body.length())).isTrue();
        Bytes bytes = Bytes.copyOf(body.getBytes(UTF_8));
        return scene.session.ask(ROUTE, bytes, timeout.toNanos(), told);
    }

    private List<Frame.Request> requests() {
        return scene.connection().heard(Frame.Request.class);
    }
}
