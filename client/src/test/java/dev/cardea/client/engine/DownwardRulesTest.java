package dev.cardea.client.engine;

import static dev.cardea.client.engine.Scene.CHANNEL;
import static dev.cardea.client.engine.Scene.EPOCH;
import static dev.cardea.client.engine.Scene.ROOM;
import static dev.cardea.client.engine.Scene.SEAT;
import static dev.cardea.client.engine.Scene.attachedFresh;
import static dev.cardea.client.engine.Scene.attachedRecovered;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.session.Delivery;
import dev.cardea.session.Position;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import org.junit.jupiter.api.Test;

/** R3, R3c and R9 of docs/PROTOCOL.md, "Streams", as a client keeps them. */
class DownwardRulesTest {
    private final Scene scene = new Scene().open();

    @Test
    void r3AsksFromTheLastMessageReceived() {
        scene.member(40);
        scene.event(41, "a");
        scene.event(44, "b");
        scene.reconnected();
        assertThat(scene.helloStream())
                .isEqualTo(new Frame.Stream(ROOM, Position.at(EPOCH, SEAT, 44)));
    }

    @Test
    void r3GoesOnWhereItWasAfterRecovered() {
        scene.member(40);
        scene.event(41, "a");
        scene.reconnected().say(attachedRecovered(41, 0));
        scene.event(42, "b");
        assertThat(scene.room.read()).containsExactly("joined", "a", "recovered", "b");
    }

    @Test
    void r3TellsTheGameThatItsStateBeginsAnewAfterFresh() {
        scene.member(40);
        scene.reconnected().say(attachedFresh(EPOCH, SEAT, 90, 0));
        scene.connection().say(new Frame.State(CHANNEL, true, 90));
        scene.event(91, "a");
        assertThat(scene.room.read()).containsExactly("joined", "fresh", "a");
    }

    @Test
    void r3cHasNoPositionBeforeTheLastFrameOfState() {
        scene.join();
        scene.seated();
        scene.connection().say(attachedFresh(EPOCH, SEAT, 40, 0));
        scene.connection().say(new Frame.State(CHANNEL, false, 40), "half");
        scene.reconnected();
        assertThat(scene.helloStream()).isEqualTo(new Frame.Stream(ROOM, Position.none(EPOCH)));
        assertThat(scene.room.read()).containsExactly("state half");
    }

    @Test
    void r3cHasNoPositionOverAnyNumberOfCuts() {
        scene.member(40);
        scene.reconnected().say(attachedFresh(EPOCH, SEAT, 90, 0));
        scene.reconnected();
        scene.reconnected();
        assertThat(scene.helloStream()).isEqualTo(new Frame.Stream(ROOM, Position.none(EPOCH)));
    }

    @Test
    void r3cTakesItsPositionFromTheLastFrameOfState() {
        scene.join();
        scene.seated();
        scene.connection().say(attachedFresh(EPOCH, SEAT, 40, 0));
        scene.connection().say(new Frame.State(CHANNEL, false, 40), "one");
        scene.connection().say(new Frame.State(CHANNEL, true, 40), "two");
        assertThat(scene.room.read()).containsExactly("state one", "state two", "joined");
        scene.reconnected();
        assertThat(scene.helloStream())
                .isEqualTo(new Frame.Stream(ROOM, Position.at(EPOCH, SEAT, 40)));
    }

    @Test
    void r9AlwaysSendsTheNewestEpochSeen() {
        scene.member(40);
        long newer = EPOCH + (1L << 32);
        scene.reconnected().say(attachedFresh(newer, SEAT, 2, 0));
        scene.reconnected();
        assertThat(scene.helloStream()).isEqualTo(new Frame.Stream(ROOM, Position.none(newer)));
    }

    @Test
    void r9ComparesEpochsWithoutSign() {
        scene.member(40);
        long high = 0xF000_0000_0000_0001L;
        scene.reconnected().say(attachedFresh(high, SEAT, 2, 0));
        assertThat(scene.connection().closedWith()).isNull();
        assertThat(scene.reconnected().heard()).isNotEmpty();
        assertThat(scene.helloStream()).isEqualTo(new Frame.Stream(ROOM, Position.none(high)));
    }

    @Test
    void r9IgnoresAnAttachedOfAnOlderEpoch() {
        scene.member(40);
        scene.reconnected().say(attachedFresh(EPOCH - 1, SEAT, 2, 0));
        scene.event(3, "of a stale copy");
        assertThat(scene.send("a")).isEqualTo(new Offer.Accepted(1));
        assertThat(scene.connection().inputs()).isEmpty();
        scene.reconnected();
        assertThat(scene.helloStream())
                .isEqualTo(new Frame.Stream(ROOM, Position.at(EPOCH, SEAT, 40)));
        assertThat(scene.room.read()).containsExactly("joined");
    }

    @Test
    void aChannelIsTheStreamsThatItWasGivenToLast() {
        scene.member(40);
        Frame.Attached agent =
                new Frame.Attached(
                        CHANNEL, true, "agent/ann", "agent", EPOCH, 1, 10, 0, 0, 0, 0, 0);
        scene.connection().say(agent);
        scene.send("a");
        assertThat(scene.connection().inputs()).isEmpty();
        scene.connection().say(new Frame.State(CHANNEL, true, 10));
        scene.event(11, "psst");
        assertThat(scene.told.read()).containsExactly("open", "notice psst");
    }

    @Test
    void r9RemembersTheEpochOfARoomThatItLeft() {
        scene.member(40);
        scene.membership().leave();
        scene.connection().say(Scene.gone(GoneReason.LEFT));
        scene.join();
        scene.seated();
        assertThat(scene.connection().heard(Frame.Attach.class).getLast().stream())
                .isEqualTo(new Frame.Stream(ROOM, Position.none(EPOCH)));
    }

    @Test
    void numbersGoOnBeyondTwoToThe32() {
        long start = 0xFFFF_FFFDL;
        scene.member(start);
        scene.event(0xFFFF_FFFFL, "a");
        scene.event(0x1_0000_0001L, "b");
        scene.reconnected();
        assertThat(scene.helloStream())
                .isEqualTo(new Frame.Stream(ROOM, Position.at(EPOCH, SEAT, 0x1_0000_0001L)));
        assertThat(scene.room.read()).containsExactly("joined", "a", "b");
    }

    @Test
    void refusesARepeatedMessage() {
        scene.member(40);
        scene.event(41, "a");
        scene.event(41, "a");
        assertThat(scene.connection().closedWith()).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(scene.room.read()).containsExactly("joined", "a");
    }

    @Test
    void refusesToRecoverFromAnotherPositionThanItsOwn() {
        scene.member(40);
        scene.event(41, "a");
        scene.reconnected().say(attachedRecovered(40, 0));
        assertThat(scene.connection().closedWith()).isEqualTo(CloseCode.PROTOCOL_ERROR);
    }

    @Test
    void refusesAReliableMessageBeforeTheStateIsComplete() {
        scene.join();
        scene.seated();
        scene.connection().say(attachedFresh(EPOCH, SEAT, 40, 0));
        scene.event(41, "a");
        assertThat(scene.connection().closedWith()).isEqualTo(CloseCode.PROTOCOL_ERROR);
    }

    @Test
    void passesOnWhatIsNotReliableWithoutMovingThePosition() {
        scene.member(40);
        FakeConnection connection = scene.connection();
        connection.say(new Frame.Event(CHANNEL, Delivery.latest(5), 1), "latest");
        connection.say(new Frame.Event(CHANNEL, Delivery.UNRELIABLE, 0), "unreliable");
        assertThat(scene.room.read()).containsExactly("joined", "latest", "unreliable");
        scene.reconnected();
        assertThat(scene.helloStream())
                .isEqualTo(new Frame.Stream(ROOM, Position.at(EPOCH, SEAT, 40)));
    }

    @Test
    void ignoresFramesOfAChannelThatItHasLeft() {
        scene.member(40);
        scene.connection().say(Scene.gone(GoneReason.KICKED));
        scene.event(41, "late");
        assertThat(scene.connection().closedWith()).isNull();
        assertThat(scene.room.read()).containsExactly("joined", "gone KICKED");
    }

    @Test
    void hearsItsAgentOnChannel0AndResumesItByTheEmptyName() {
        Frame.Attached agent =
                new Frame.Attached(0, true, "agent/ann", "agent", EPOCH, 1, 10, 0, 0, 0, 0, 0);
        scene.connection().say(agent);
        scene.connection().say(new Frame.State(0, true, 10));
        scene.connection().say(Frame.Event.reliable(0, 11), "psst");
        assertThat(scene.told.read()).containsExactly("open", "notice psst");
        scene.reconnected();
        assertThat(scene.hello().streams())
                .containsExactly(new Frame.Stream("", Position.at(EPOCH, 1, 11)));
    }
}
