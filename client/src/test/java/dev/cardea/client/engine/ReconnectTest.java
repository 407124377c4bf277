package dev.cardea.client.engine;

import static dev.cardea.client.engine.Scene.CHANNEL;
import static dev.cardea.client.engine.Scene.EPOCH;
import static dev.cardea.client.engine.Scene.SEAT;
import static dev.cardea.client.engine.Scene.attachedFresh;
import static dev.cardea.client.engine.Scene.attachedRecovered;
import static dev.cardea.client.engine.Scene.close;
import static dev.cardea.client.engine.Scene.welcome;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.Endpoint;
import dev.cardea.session.Position;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.ReplyStatus;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections come and go; the session stays, or ends for a reason. */
class ReconnectTest {
    private final Scene scene = new Scene();

    @Test
    void signsInOnceAndThenProvesItselfByItsToken() {
        scene.open();
        assertThat(scene.hello().credential()).isNotNull();
        assertThat(scene.hello().token()).isNull();
        scene.reconnected();
        assertThat(scene.hello().credential()).isNull();
        assertThat(scene.hello().token()).isEqualTo(Bytes.copyOf("token".getBytes(UTF_8)));
    }

    @Test
    void everyAttemptHasTheNextNumber() {
        scene.open();
        assertThat(scene.hello().attempt()).isEqualTo(1);
        scene.cut();
        scene.loop.advance(Duration.ofSeconds(15));
        scene.dialled().cut();
        scene.loop.advance(Duration.ofSeconds(15));
        assertThat(scene.dialled().heard(Frame.Hello.class).getFirst().attempt()).isEqualTo(3);
    }

    @Test
    void beginsWithAttempt1UntilThereIsASession() {
        scene.session.connect();
        scene.dialled().cut();
        scene.loop.advance(Duration.ofSeconds(1));
        scene.dialled();
        assertThat(scene.hello().attempt()).isEqualTo(1);
    }

    @Test
    void usesTheRenewedToken() {
        scene.open();
        Bytes renewed = Bytes.copyOf("renewed".getBytes(UTF_8));
        scene.connection().say(new Frame.Auth(3600, renewed));
        scene.reconnected();
        assertThat(scene.hello().token()).isEqualTo(renewed);
    }

    @Test
    void endsWhenItsTokenExpiresWhileAway() {
        scene.open().member(1);
        scene.cut();
        scene.loop.advance(Duration.ofSeconds(15));
        for (int minutes = 0; scene.server.rings() && minutes < 100; minutes++) {
            scene.loop.advance(Duration.ofMinutes(1));
            scene.server.refuse();
            scene.loop.advance(Duration.ofSeconds(15));
        }
        assertThat(scene.told.read()).last().isEqualTo("closed 401");
        assertThat(scene.room.read()).containsExactly("joined", "gone LEFT");
    }

    @Test
    void comesBackWithin15SecondsWithJitter() {
        scene.open();
        scene.cut();
        assertThat(scene.told.read()).containsExactly("open", "reconnecting");
        scene.loop.advance(Duration.ofMillis(500));
        scene.dialled().say(welcome());
        assertThat(scene.told.read()).containsExactly("resumed");
    }

    @Test
    void triesItsEndpointsInTurn() {
        scene.session.connect();
        scene.server.refuse();
        scene.loop.advance(Duration.ofSeconds(1));
        scene.server.refuse();
        scene.loop.advance(Duration.ofSeconds(2));
        scene.dialled().say(welcome());
        assertThat(scene.server.called().stream().map(Endpoint::host))
                .containsExactly("one", "two", "one");
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        scene.open();
        int millis = 40_000;
        CloseCode code = CloseCode.UNAVAILABLE;
        scene.connection().say(Frame.Close.of(code, millis, "later"));
        scene.loop.advance(Duration.ofMillis(millis - 1));
        assertThat(scene.server.rings()).isFalse();
        scene.loop.advance(Duration.ofMillis(1).plusNanos(Backoff.BASE_NANOS));
        assertThat(scene.server.rings()).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = CloseCode.class,
            names = {
                "SUPERSEDED",
                "LOGGED_IN_ELSEWHERE",
                "AUTH_FAILED",
                "BANNED",
                "KICKED",
                "VERSION_UNSUPPORTED"
            })
    void isNeverTriedAgainAfter(CloseCode code) {
        scene.open().member(1);
        scene.connection().say(close(code));
        scene.loop.advance(Duration.ofHours(1));
        assertThat(scene.server.rings()).isFalse();
        assertThat(scene.told.read()).containsExactly("open", "closed " + code.number());
        assertThat(scene.room.read()).containsExactly("joined", "gone LEFT");
    }

    @ParameterizedTest
    @EnumSource(
            value = CloseCode.class,
            names = {"GOING_AWAY", "SLOW_CONSUMER", "RATE_LIMITED", "SERVER_FULL", "IDLE_TIMEOUT"})
    void isTriedAgainAfter(CloseCode code) {
        scene.open();
        scene.connection().say(close(code));
        scene.redialled();
        assertThat(scene.told.read()).containsExactly("open", "reconnecting", "resumed");
    }

    @Test
    void givesUpTheFirstConnectionAfterItsTime() {
        scene.session.connect();
        for (int i = 0; scene.server.rings() && i < 100; i++) {
            scene.server.refuse();
            scene.loop.advance(Duration.ofSeconds(5));
        }
        assertThat(scene.told.read()).last().isEqualTo("closed 503");
    }

    @Test
    void triesElsewhereWhenNoWelcomeComesInTime() {
        scene.session.connect();
        FakeConnection silent = scene.dialled();
        scene.loop.advance(Duration.ofSeconds(10));
        assertThat(silent.aborted()).isTrue();
        scene.loop.advance(Duration.ofSeconds(1));
        assertThat(scene.server.called()).last().isEqualTo(Endpoint.parse("tcp://two:2"));
    }

    @Test
    void r16IgnoresTheOldConnectionFromTheNewHelloOn() {
        scene.open().member(40);
        FakeConnection old = scene.connection();
        old.say(new Frame.GoAway(1, 100, 5000, List.of()));
        scene.loop.advance(Duration.ofMillis(100));
        scene.event(41, "a");
        FakeConnection fresh = scene.dialled();
        old.say(Frame.Event.reliable(CHANNEL, 42), "ignored");
        fresh.say(welcome());
        fresh.say(attachedRecovered(41, 0));
        fresh.say(Frame.Event.reliable(CHANNEL, 42), "b");
        assertThat(fresh.heard(Frame.Hello.class).getFirst().streams())
                .contains(new Frame.Stream(Scene.ROOM, Position.at(EPOCH, SEAT, 41)));
        assertThat(scene.room.read()).containsExactly("joined", "a", "recovered", "b");
    }

    @Test
    void r16SendsNothingOnTheOldConnectionFromTheNewHelloOn() {
        scene.open().member(40);
        FakeConnection old = scene.connection();
        old.say(new Frame.GoAway(1, 100, 5000, List.of()));
        scene.loop.advance(Duration.ofMillis(100));
        scene.send("a");
        FakeConnection fresh = scene.dialled();
        scene.send("b");
        assertThat(old.inputs()).containsExactly("1:a");
        fresh.say(welcome());
        assertThat(old.closedWith()).isEqualTo(CloseCode.GOING_AWAY);
        fresh.say(attachedRecovered(40, 1));
        assertThat(fresh.inputs()).containsExactly("2:b");
    }

    @Test
    void r16GoesBackOnlyByANewHello() {
        scene.open().member(40);
        FakeConnection old = scene.connection();
        old.say(new Frame.GoAway(1, 100, 5000, List.of()));
        scene.loop.advance(Duration.ofMillis(100));
        FakeConnection fresh = scene.dialled();
        fresh.cut();
        assertThat(old.closedWith()).isEqualTo(CloseCode.GOING_AWAY);
        scene.redialled();
        assertThat(scene.hello().attempt()).isEqualTo(3);
    }

    @Test
    void keepsTheOldConnectionWhileADrainsNewOneCannotBeOpened() {
        scene.open().member(40);
        scene.connection().say(new Frame.GoAway(1, 100, 5000, List.of("tcp://three:3")));
        scene.loop.advance(Duration.ofMillis(100));
        scene.server.refuse();
        scene.event(41, "still here");
        scene.loop.advance(Duration.ofSeconds(1));
        assertThat(scene.room.read()).containsExactly("joined", "still here");
        assertThat(scene.server.called().stream().map(Endpoint::host))
                .containsExactly("one", "three", "one");
    }

    @Test
    void ignoresAnEndpointThatItCannotRead() {
        scene.open();
        List<String> named = List.of("gopher://x", "tcp://three:3");
        scene.connection().say(new Frame.GoAway(1, 0, 5000, named));
        scene.loop.advance(Duration.ZERO);
        assertThat(scene.server.called()).last().isEqualTo(Endpoint.parse("tcp://three:3"));
    }

    @Test
    void anEncryptedSessionDoesNotMoveToWhereItWouldNotBe() {
        Scene secret = new Scene("tls://one:1").open();
        List<String> named = List.of("tcp://three:3", "wss://four:4");
        secret.connection().say(new Frame.GoAway(1, 0, 5000, named));
        secret.loop.advance(Duration.ZERO);
        assertThat(secret.server.called()).last().isEqualTo(Endpoint.parse("wss://four:4"));
    }

    @Test
    void namesRoomsBeyondTheBoundOfHelloByAttach() {
        scene.open();
        for (int i = 0; i < Memberships.ROOMS_MAX; i++) {
            String key = "k".repeat(60) + (100 + i);
            joinAndEnter(key, i + 1);
        }
        FakeConnection fresh = scene.reconnected();
        int named = scene.hello().streams().size();
        assertThat(fresh.heard(Frame.Attach.class)).hasSize(Memberships.ROOMS_MAX - named);
        assertThat(sizeOf(scene.hello())).isLessThanOrEqualTo(HelloSize.BYTES_MAX);
        assertThat(named).isGreaterThan(20);
    }

    private static int sizeOf(Frame frame) {
        var out = Unpooled.buffer();
        frame.write(out);
        return out.readableBytes();
    }

    private void joinAndEnter(String key, int channel) {
        Journal told = new Journal();
        scene.session.join("chat", key, Bytes.EMPTY, Duration.ofSeconds(9).toNanos(), told);
        int correlation = scene.connection().heard(Frame.Request.class).getLast().correlation();
        String owner = "chat/" + key;
        String body = (char) owner.length() + owner;
        scene.connection().say(new Frame.Reply(correlation, ReplyStatus.OK, 0), body);
        Frame.Attached attached =
                new Frame.Attached(channel, true, owner, "chat", EPOCH, 1, 5, 0, 0, 0, 0, 0);
        scene.connection().say(attached);
        scene.connection().say(new Frame.State(channel, true, 5));
        assertThat(told.read()).containsExactly("joined");
    }

    @Test
    void closingLeavesTheRoomsFirst() {
        scene.open().member(40);
        scene.session.close();
        assertThat(scene.connection().inputs()).containsExactly("1:\0");
        assertThat(scene.connection().closedWith()).isEqualTo(CloseCode.NORMAL);
        assertThat(scene.told.read()).containsExactly("open", "closed 0");
        assertThat(scene.room.read()).containsExactly("joined", "gone LEFT");
    }

    @Test
    void givesUpAServerThatKeepsBreakingTheProtocol() {
        scene.open();
        scene.connection().say(new Frame.Cancel(1));
        scene.redialled().say(new Frame.Cancel(1));
        scene.redialled().say(new Frame.Cancel(1));
        assertThat(scene.connection().closedWith()).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(scene.told.read()).last().isEqualTo("closed 3");
    }

    @Test
    void refusesGarbageAndOversizedFrames() {
        scene.open();
        scene.connection().sayBytes(Unpooled.wrappedBuffer(new byte[] {0, 0, 2, (byte) 0xFF, 1}));
        assertThat(scene.connection().closedWith()).isEqualTo(CloseCode.PROTOCOL_ERROR);
        FakeConnection second = scene.redialled();
        int tooLong = ClientConnection.FRAME_BYTES_MAX + 1;
        second.sayBytes(Unpooled.buffer().writeMedium(tooLong).writeBytes(new byte[tooLong]));
        assertThat(second.closedWith()).isEqualTo(CloseCode.FRAME_TOO_LARGE);
    }

    @Test
    void refusesAWelcomeToAnotherSession() {
        scene.open();
        scene.cut();
        scene.loop.advance(Duration.ofSeconds(15));
        Frame.Welcome other =
                new Frame.Welcome(
                        new dev.cardea.session.SessionId(9, 9),
                        Bytes.EMPTY,
                        60,
                        0,
                        5000,
                        15000,
                        Scene.LIMITS,
                        "ann",
                        "Ann",
                        "gw");
        scene.dialled().say(other);
        assertThat(scene.connection().closedWith()).isEqualTo(CloseCode.PROTOCOL_ERROR);
    }

    @Test
    void sendsWhatBelongsTogetherAsOneBatch() {
        scene.open().member(40);
        scene.cut();
        scene.send("a");
        scene.send("b");
        scene.redialled().say(attachedFresh(EPOCH, SEAT, 40, 0));
        assertThat(scene.connection().flushes()).isLessThanOrEqualTo(3);
    }
}
