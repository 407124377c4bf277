package dev.cardea.client.engine;

import static dev.cardea.client.engine.Offer.FULL;
import static dev.cardea.client.engine.Scene.CHANNEL;
import static dev.cardea.client.engine.Scene.EPOCH;
import static dev.cardea.client.engine.Scene.SEAT;
import static dev.cardea.client.engine.Scene.attached;
import static dev.cardea.client.engine.Scene.attachedFresh;
import static dev.cardea.client.engine.Scene.attachedRecovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import org.junit.jupiter.api.Test;

/** R10 to R13, R15 and R17 of docs/PROTOCOL.md, "Streams", as a client keeps them. */
class UpwardRulesTest {
    private static final long NEWER = EPOCH + (1L << 32);

    private final Scene scene = new Scene().open().member(40);

    @Test
    void r10NumbersInputsFromOneAndNamesTheSeat() {
        scene.send("a");
        scene.send("b");
        assertThat(scene.connection().inputs()).containsExactly("1:a", "2:b");
        assertThat(scene.connection().heard(Frame.Input.class).getFirst())
                .isEqualTo(new Frame.Input(CHANNEL, false, SEAT, 1));
    }

    @Test
    void r10NumbersGoOnOverCuts() {
        scene.send("a");
        scene.applied(1);
        scene.reconnected().say(attachedRecovered(40, 1));
        scene.send("b");
        assertThat(scene.connection().inputs()).containsExactly("2:b");
    }

    @Test
    void r11DropsWhatWasAppliedAndResendsTheRestInOrderBeforeNewOnes() {
        scene.send("a");
        scene.send("b");
        scene.send("c");
        scene.reconnected().say(attachedRecovered(40, 1));
        scene.send("d");
        assertThat(scene.connection().inputs()).containsExactly("2:b", "3:c", "4:d");
    }

    @Test
    void r11ResendsAfterFreshToo() {
        scene.send("a");
        scene.send("b");
        scene.reconnected().say(attachedFresh(EPOCH, SEAT, 90, 1));
        assertThat(scene.connection().inputs()).containsExactly("2:b");
    }

    @Test
    void r11ResendsWhenOnlyALinkBehindTheGatewayBroke() {
        scene.send("a");
        scene.send("b");
        scene.connection().say(attachedRecovered(40, 0));
        scene.send("c");
        assertThat(scene.connection().inputs()).containsExactly("1:a", "2:b", "1:a", "2:b", "3:c");
    }

    @Test
    void r11KeepsWhatIsSentDuringACut() {
        scene.cut();
        scene.send("a");
        scene.send("b");
        scene.redialled().say(attachedRecovered(40, 0));
        assertThat(scene.connection().inputs()).containsExactly("1:a", "2:b");
    }

    @Test
    void r12MarksTheFirstInputWithBaseWhenAppliedWentBack() {
        scene.send("a");
        scene.send("b");
        scene.applied(2);
        scene.reconnected().say(attachedFresh(NEWER, SEAT, 1, 0));
        scene.send("c");
        scene.send("d");
        assertThat(scene.connection().inputs()).containsExactly("3!:c", "4:d");
    }

    @Test
    void r12MarksTheFirstResentInputWithBase() {
        scene.send("a");
        scene.send("b");
        scene.send("c");
        scene.applied(1);
        scene.reconnected().say(attachedFresh(NEWER, SEAT, 1, 0));
        assertThat(scene.connection().inputs()).containsExactly("2!:b", "3:c");
    }

    @Test
    void r12HasNoBaseWhereNumbersAreInOrder() {
        scene.send("a");
        scene.reconnected().say(attachedFresh(NEWER, SEAT, 1, 0));
        assertThat(scene.connection().inputs()).containsExactly("1:a");
    }

    @Test
    void r12JudgesAnewAtEachAttached() {
        scene.send("a");
        scene.applied(1);
        scene.reconnected().say(attachedFresh(NEWER, SEAT, 1, 0));
        scene.send("b");
        scene.reconnected().say(attachedFresh(NEWER, SEAT, 1, 0));
        assertThat(scene.connection().inputs()).containsExactly("2!:b");
        scene.connection().say(attachedFresh(NEWER, SEAT, 1, 2));
        scene.send("c");
        assertThat(scene.connection().inputs()).containsExactly("2!:b", "3:c");
    }

    @Test
    void r13SendsNothingUntilAttachedOnThisConnection() {
        scene.send("a");
        scene.reconnected();
        scene.send("b");
        assertThat(scene.connection().inputs()).isEmpty();
        scene.connection().say(attachedRecovered(40, 0));
        assertThat(scene.connection().inputs()).containsExactly("1:a", "2:b");
    }

    @Test
    void r13SendsOnTheChannelOfTheNewestAttached() {
        int other = CHANNEL + 1;
        scene.connection().say(attached(other, true, NEWER, new Scene.At(SEAT, 1, 0)));
        scene.send("a");
        assertThat(scene.connection().heard(Frame.Input.class))
                .containsExactly(new Frame.Input(other, false, SEAT, 1));
    }

    @Test
    void r15DropsUnacknowledgedInputsWhenTheSeatIsAnother() {
        scene.send("a");
        scene.send("b");
        scene.applied(1);
        scene.reconnected().say(attachedFresh(NEWER, SEAT - 1, 1, 7));
        scene.send("c");
        assertThat(scene.connection().inputs()).containsExactly("8:c");
        assertThat(scene.room.read()).containsExactly("joined", "lost 1");
    }

    @Test
    void r15NamesTheNewSeatAfterwards() {
        scene.reconnected().say(attachedFresh(NEWER, 0x1_02, 1, 0));
        scene.send("a");
        assertThat(scene.connection().heard(Frame.Input.class).getLast().seat()).isEqualTo(2);
    }

    @Test
    void r15LeavesInOrderAfterTheInputsBeforeIt() {
        scene.send("a");
        scene.membership().leave();
        assertThat(scene.send("b")).isEqualTo(Offer.CLOSED);
        assertThat(scene.connection().inputs()).containsExactly("1:a", "2:\0");
    }

    @Test
    void r15LeavesAgainWhereACrashBroughtAnOlderSeatBack() {
        scene.membership().leave();
        scene.reconnected().say(attachedFresh(NEWER, SEAT - 1, 1, 4));
        assertThat(scene.connection().inputs()).containsExactly("5:\0");
        scene.connection().say(Scene.gone(GoneReason.LEFT));
        assertThat(scene.room.read()).containsExactly("joined", "gone LEFT");
    }

    @Test
    void r15JoinsAgainByItselfWhenTheRoomRestarted() {
        scene.send("a");
        scene.connection().say(Scene.gone(GoneReason.RESTARTED));
        scene.send("b");
        scene.seated();
        scene.connection().say(attachedFresh(NEWER, 1, 1, 0));
        scene.connection().say(new Frame.State(CHANNEL, true, 1));
        assertThat(scene.connection().inputs()).containsExactly("1:a", "1:b");
        assertThat(scene.room.read()).containsExactly("joined", "lost 1", "fresh");
    }

    @Test
    void r15DoesNotAskForAStreamWhileItHasNoSeat() {
        scene.connection().say(Scene.gone(GoneReason.RESTARTED));
        scene.reconnected();
        assertThat(scene.helloStream()).isNull();
        assertThat(scene.connection().heard(Frame.Request.class)).hasSize(1);
    }

    @Test
    void r17RefusesMoreThan256UnacknowledgedInputs() {
        for (int i = 0; i < 256; i++) {
            assertThat(scene.send("x")).isInstanceOf(Offer.Accepted.class);
        }
        assertThat(scene.send("x")).isEqualTo(FULL);
        scene.applied(1);
        assertThat(scene.send("x")).isInstanceOf(Offer.Accepted.class);
        assertThat(scene.send("x")).isEqualTo(FULL);
    }

    @Test
    void r17RefusesMoreThan64KiBUnacknowledged() {
        String half = "x".repeat(32 * 1024);
        assertThat(scene.send(half)).isInstanceOf(Offer.Accepted.class);
        assertThat(scene.send(half)).isInstanceOf(Offer.Accepted.class);
        assertThat(scene.send("x")).isEqualTo(FULL);
        scene.applied(2);
        assertThat(scene.send(half)).isInstanceOf(Offer.Accepted.class);
    }

    @Test
    void r17CanAlwaysLeave() {
        for (int i = 0; i < 256; i++) {
            scene.send("x");
        }
        scene.membership().leave();
        assertThat(scene.connection().inputs()).last().isEqualTo("257:\0");
    }

    @Test
    void ignoresAppliedOfAnotherSeat() {
        scene.send("a");
        scene.connection().say(new Frame.Applied(CHANNEL, SEAT + 1, 1));
        scene.connection().say(attachedRecovered(40, 0));
        assertThat(scene.connection().inputs()).containsExactly("1:a", "1:a");
    }

    @Test
    void refusesAppliedOfAnInputNeverSent() {
        scene.send("a");
        scene.applied(2);
        assertThat(scene.connection().closedWith()).isEqualTo(CloseCode.PROTOCOL_ERROR);
    }
}
