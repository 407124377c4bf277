package dev.cardea.client.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import org.junit.jupiter.api.Test;

/** By what a game knows its inputs: numbers of the membership, whatever seats there were. */
class InputNumbersTest {
    private final Scene scene = new Scene().open().member(100);

    @Test
    void inputsAreNumberedFromOneAndToldWhenTheyAreApplied() {
        assertThat(scene.send("a")).isEqualTo(new Offer.Accepted(1));
        assertThat(scene.send("b")).isEqualTo(new Offer.Accepted(2));
        assertThat(scene.membership().applied()).isZero();
        scene.applied(1);
        assertThat(scene.membership().applied()).isEqualTo(1);
        scene.applied(2);
        assertThat(scene.membership().applied()).isEqualTo(2);
        assertThat(scene.room.applied()).containsExactly(1L, 2L);
    }

    @Test
    void anAcknowledgementThatComesTwiceIsToldOnce() {
        scene.send("a");
        scene.send("b");
        scene.applied(1);
        scene.applied(1);
        assertThat(scene.room.applied()).containsExactly(1L);
    }

    @Test
    void whatWasAppliedBeforeACutIsToldAfterIt() {
        scene.send("a");
        scene.send("b");
        scene.send("c");
        scene.reconnected().say(Scene.attachedRecovered(100, 2));
        assertThat(scene.membership().applied()).isEqualTo(2);
        assertThat(scene.room.applied()).containsExactly(2L);
    }

    @Test
    void anotherSeatNumbersAnewOnTheWireAlone() {
        scene.send("a");
        scene.send("b");
        scene.applied(1);
        scene.room.read();
        scene.reconnected().say(Scene.attachedFresh(Scene.EPOCH, Scene.SEAT + 1, 200, 7));
        assertThat(scene.room.read()).contains("lost 1");
        assertThat(scene.membership().applied()).isEqualTo(2);
        assertThat(scene.send("c")).isEqualTo(new Offer.Accepted(3));
        assertThat(scene.connection().heard(Frame.Input.class).getLast().n()).isEqualTo(8);
        scene.connection().say(new Frame.Applied(Scene.CHANNEL, Scene.SEAT + 1, 8));
        assertThat(scene.membership().applied()).isEqualTo(3);
        assertThat(scene.room.applied()).containsExactly(1L, 3L);
    }

    @Test
    void whatIsSaidBetweenTwoMembershipsKeepsItsNumber() {
        scene.send("a");
        scene.connection().say(Scene.gone(GoneReason.RESTARTED));
        assertThat(scene.membership().applied()).isEqualTo(1);
        assertThat(scene.send("b")).isEqualTo(new Offer.Accepted(2));
        scene.seated();
        scene.connection().say(Scene.attachedFresh(Scene.EPOCH + 1, 1, 5, 0));
        scene.connection().say(new Frame.State(Scene.CHANNEL, true, 5));
        assertThat(scene.membership().applied()).isEqualTo(1);
        assertThat(scene.connection().heard(Frame.Input.class).getLast().n()).isEqualTo(1);
        scene.connection().say(new Frame.Applied(Scene.CHANNEL, 1, 1));
        assertThat(scene.membership().applied()).isEqualTo(2);
    }

    @Test
    void anInputBehindAnotherThreadsOneIsSentBeforeTheRoomIsLeft() throws Exception {
        Bytes other = Bytes.copyOf("other".getBytes(UTF_8));
        Thread thread = Thread.ofPlatform().start(() -> scene.membership().offer(other));
        thread.join();
        scene.membership().offer(Bytes.copyOf("mine".getBytes(UTF_8)));
        scene.membership().leave();
        scene.loop.settle();
        assertThat(scene.connection().heard(Frame.Input.class).stream().map(Frame.Input::n))
                .containsExactly(1, 2, 3);
    }
}
