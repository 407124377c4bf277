package dev.cardea.client.engine;

import static dev.cardea.client.engine.Scene.CHANNEL;
import static dev.cardea.client.engine.Scene.EPOCH;
import static dev.cardea.client.engine.Scene.ROOM;
import static dev.cardea.client.engine.Scene.attachedFresh;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.session.Position;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.ReplyStatus;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** From the request for a seat to the end of a membership. */
class MembershipTest {
    private final Scene scene = new Scene().open();

    @Test
    void asksForASeatThenForTheStreamThenIsIn() {
        scene.join();
        assertThat(last(Frame.Request.class).route()).isEqualTo(1);
        assertThat(scene.connection().heard().getLast().body()).isEqualTo("\4chat\5lobby\0");
        scene.seated();
        assertThat(last(Frame.Attach.class).stream())
                .isEqualTo(new Frame.Stream(ROOM, Position.NEW));
        scene.connection().say(attachedFresh(EPOCH, 1, 5, 0));
        assertThat(scene.room.read()).isEmpty();
        scene.connection().say(new Frame.State(CHANNEL, true, 5));
        assertThat(scene.room.read()).containsExactly("joined");
    }

    @Test
    void tellsARefusalAndItsStatus() {
        scene.join();
        reply(ReplyStatus.FORBIDDEN, 0, "not for you");
        assertThat(scene.room.read()).containsExactly("refused 403");
        assertThat(scene.send("a")).isEqualTo(Offer.CLOSED);
    }

    @Test
    void asksAgainAfterACutBeforeTheSeat() {
        scene.join();
        scene.reconnected();
        assertThat(last(Frame.Request.class).retry()).isTrue();
        scene.seated();
        assertThat(last(Frame.Attach.class).stream().owner()).isEqualTo(ROOM);
    }

    @Test
    void namesTheRoomInHelloAfterACutBetweenSeatAndAttached() {
        scene.join();
        scene.seated();
        scene.reconnected();
        assertThat(scene.helloStream()).isEqualTo(new Frame.Stream(ROOM, Position.NEW));
        assertThat(scene.connection().heard(Frame.Request.class)).isEmpty();
    }

    @Test
    void asksForAnotherSeatWhenTheReservedOneRanOut() {
        scene.join();
        scene.seated();
        scene.connection().say(Scene.gone(GoneReason.SEAT_EXPIRED));
        assertThat(scene.connection().heard(Frame.Request.class)).hasSize(2);
    }

    @Test
    void watchesAgainNotJoinsWhereItWatchedARoomThatRestarts() {
        scene.watch();
        scene.seated(Memberships.ROUTE_WATCH);
        scene.connection().say(Scene.attachedFresh(Scene.EPOCH, Scene.SEAT, 5, 0));
        scene.connection().say(new Frame.State(Scene.CHANNEL, true, 5));
        scene.event(6, "as all hear it");
        assertThat(scene.room.read()).containsExactly("joined", "as all hear it");
        scene.connection().say(Scene.gone(GoneReason.RESTARTED));
        scene.seated(Memberships.ROUTE_WATCH);
    }

    @Test
    void asksForSeatsOnlySoOften() {
        scene.join();
        for (int i = 0; i < Membership.RESERVATIONS_MAX; i++) {
            scene.seated();
            scene.connection().say(Scene.gone(GoneReason.NO_SEAT));
        }
        assertThat(scene.room.read()).containsExactly("refused 409");
        assertThat(scene.connection().heard(Frame.Request.class))
                .hasSize(Membership.RESERVATIONS_MAX);
    }

    @Test
    void tellsTheGameWhyAMembershipEnded() {
        scene.member(5);
        scene.connection().say(Scene.gone(GoneReason.KICKED));
        assertThat(scene.room.read()).containsExactly("joined", "gone KICKED");
        scene.reconnected();
        assertThat(scene.helloStream()).isNull();
    }

    @Test
    void doesNotComeBackByItselfAfterBeingAwayForTooLong() {
        scene.member(5);
        scene.reconnected().say(Scene.gone(GoneReason.SEAT_EXPIRED));
        assertThat(scene.room.read()).containsExactly("joined", "gone SEAT_EXPIRED");
    }

    @Test
    void keepsTryingARestartingRoomThatIsBusy() {
        scene.member(5);
        scene.connection().say(Scene.gone(GoneReason.RESTARTED));
        reply(ReplyStatus.UNAVAILABLE, 700, "not yet");
        scene.loop.advance(Duration.ofMillis(699));
        assertThat(scene.connection().heard(Frame.Request.class)).hasSize(2);
        scene.loop.advance(Duration.ofMillis(1));
        assertThat(scene.connection().heard(Frame.Request.class)).hasSize(3);
    }

    @Test
    void leavingWaitsForTheRoomToConfirm() {
        scene.member(5);
        scene.membership().leave();
        scene.event(6, "while leaving");
        assertThat(scene.room.read()).containsExactly("joined");
        scene.connection().say(Scene.gone(GoneReason.LEFT));
        assertThat(scene.room.read()).containsExactly("gone LEFT");
    }

    @Test
    void hasLeftWhenTheSeatIsGoneAfterACut() {
        scene.member(5);
        scene.membership().leave();
        scene.reconnected().say(Scene.gone(GoneReason.NO_SEAT));
        assertThat(scene.room.read()).containsExactly("joined", "gone LEFT");
    }

    @Test
    void leavesBeforeItWasAttached() {
        scene.join();
        scene.seated();
        scene.membership().leave();
        scene.connection().say(attachedFresh(EPOCH, 1, 5, 0));
        assertThat(scene.connection().inputs()).containsExactly("1:\0");
        scene.connection().say(new Frame.State(CHANNEL, true, 5));
        scene.connection().say(Scene.gone(GoneReason.LEFT));
        assertThat(scene.room.read()).containsExactly("refused 499");
    }

    @Test
    void leavesBeforeThereIsASeat() {
        scene.join();
        scene.membership().leave();
        assertThat(scene.room.read()).containsExactly("refused 499");
        scene.seated();
        assertThat(scene.connection().heard(Frame.Attach.class)).isEmpty();
    }

    @Test
    void isNoMemberTwice() {
        scene.member(5);
        Journal second = new Journal();
        scene.session.join("chat", "lobby", Bytes.EMPTY, Duration.ofSeconds(9).toNanos(), second);
        scene.loop.settle();
        scene.seated();
        assertThat(second.read()).containsExactly("refused 409");
        assertThat(scene.send("a")).isInstanceOf(Offer.Accepted.class);
    }

    @Test
    void refusesMoreThan63Rooms() {
        for (int i = 0; i < Memberships.ROOMS_MAX; i++) {
            scene.join();
        }
        assertThat(scene.room.read()).isEmpty();
        scene.join();
        assertThat(scene.room.read()).containsExactly("refused 409");
    }

    @Test
    void refusesToJoinWhenTheSessionIsOver() {
        scene.session.close();
        scene.join();
        assertThat(scene.room.read()).containsExactly("refused 499");
    }

    private <F extends Frame> F last(Class<F> kind) {
        return scene.connection().heard(kind).getLast();
    }

    private void reply(int status, int retryAfterMillis, String text) {
        int correlation = last(Frame.Request.class).correlation();
        scene.connection().say(new Frame.Reply(correlation, status, retryAfterMillis), text);
    }
}
