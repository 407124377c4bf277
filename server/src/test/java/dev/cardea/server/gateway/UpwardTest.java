package dev.cardea.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.session.Position;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Frame;
import dev.cardea.wire.FrameBounds;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.ReplyStatus;
import org.junit.jupiter.api.Test;

/** Inputs, requests and ATTACH on their way to the node: R13, and what does not go there. */
class UpwardTest {
    private static final Bytes BODY = FakeClient.bytes("body");

    private final Scene scene = new Scene();
    private final FakeClient ann = scene.signedIn("ann");

    @Test
    void forwardsInputsToTheOwnerOfTheChannel() {
        LinkFrame.Attach attach = scene.enterRoom(ann);
        ann.send(new Frame.Input(Scene.channel(ann), true, 3, 9), BODY);
        assertThat(scene.node.lastBody()).isEqualTo(BODY);
        assertThat(scene.node.last(LinkFrame.Input.class))
                .isEqualTo(new LinkFrame.Input(attach.ref(), Scene.ROOM_REF, true, 3, 9));
    }

    @Test
    void dropsInputsForAnotherChannelOrSeatOrAStreamThatIsNotAttached() {
        LinkFrame.Attach attach = scene.enterRoom(ann);
        int channel = Scene.channel(ann);
        scene.node.took();
        ann.send(new Frame.Input(channel + 1, false, 3, 1), BODY);
        ann.send(new Frame.Input(channel, false, 4, 1), BODY);
        ann.send(new Frame.Input(0, false, 3, 1), BODY);
        scene.node.send(new LinkFrame.Again(attach.ref(), Scene.ROOM_REF));
        ann.send(new Frame.Input(channel, false, 3, 1), BODY);
        assertThat(scene.node.all(LinkFrame.Input.class)).isEmpty();
        assertThat(scene.metrics().value(GatewayCounter.INPUT_DROPPED)).isEqualTo(4);
        assertThat(ann.closeCode()).isNull();
    }

    @Test
    void forwardsRequestsAndCancelsAndBringsRepliesBack() {
        ann.send(new Frame.Request(7, true, 250, 1024), BODY);
        assertThat(scene.node.lastBody()).isEqualTo(BODY);
        assertThat(scene.node.last(LinkFrame.Request.class))
                .isEqualTo(new LinkFrame.Request(1, 7, true, 250, 1024));
        ann.send(new Frame.Cancel(7));
        assertThat(scene.node.last(LinkFrame.Cancel.class)).isEqualTo(new LinkFrame.Cancel(1, 7));

        scene.node.send(new LinkFrame.Reply(1, 7, 0, 0), BODY);
        assertThat(ann.took()).containsExactly(new FakeClient.Got(new Frame.Reply(7, 0, 0), BODY));
    }

    @Test
    void answersUnavailableWhileThereIsNoLink() {
        scene.node.reachable(false);
        scene.node.breakLink();
        ann.send(new Frame.Request(7, false, 0, 1024), BODY);
        Frame.Reply reply = ann.last(Frame.Reply.class);
        assertThat(reply.status()).isEqualTo(ReplyStatus.UNAVAILABLE);
        assertThat(reply.retryAfterMillis()).isPositive();
        assertThat(scene.metrics().value(GatewayCounter.UNAVAILABLE_ANSWERED)).isEqualTo(1);
    }

    @Test
    void answersUnavailableWhenTheLinkTakesNoMore() {
        GatewayLimits limits = FlowTest.unlimited();
        Scene wide = new Scene(limits);
        FakeClient client = wide.signedIn("ann");
        wide.node.full(true);
        Bytes large = Bytes.copyOf(new byte[60_000]);
        for (int i = 1; i <= 6; i++) {
            client.send(new Frame.Request(i, false, 0, 1024), large);
        }
        assertThat(client.last(Frame.Reply.class).status()).isEqualTo(ReplyStatus.UNAVAILABLE);
        assertThat(client.paused()).isTrue();
    }

    @Test
    void tellsTheNodeWhenAClientIsGone() {
        ann.vanish();
        assertThat(scene.node.last(LinkFrame.Shut.class)).isEqualTo(new LinkFrame.Shut(1));
        assertThat(scene.metrics().sessions()).isZero();
        assertThat(scene.metrics().connections()).isZero();
    }

    @Test
    void aClientThatSaysCloseIsGone() {
        ann.send(new Frame.Close(0, 0, 0, ""));
        assertThat(scene.node.last(LinkFrame.Shut.class)).isEqualTo(new LinkFrame.Shut(1));
    }

    @Test
    void answersPingsAtOnce() {
        ann.send(new Frame.Ping(1234));
        Frame.Pong pong = ann.last(Frame.Pong.class);
        assertThat(pong.t0()).isEqualTo(1234);
        assertThat(pong.t1()).isEqualTo(scene.loop.wallMicros());
    }

    @Test
    void nobodyAttachesTheAgentOfSomebodyElse() {
        scene.node.took();
        ann.attach("agent/bob", Position.NEW);
        assertThat(ann.last(Frame.Gone.class).reason()).isEqualTo(GoneReason.FORBIDDEN.number());
        assertThat(scene.node.took()).isEmpty();
        assertThat(scene.metrics().value(GatewayCounter.FORBIDDEN_OWNER)).isEqualTo(1);
    }

    @Test
    void theOwnAgentMayBeAskedForByEitherName() {
        scene.node.took();
        ann.attach("", Position.NEW);
        ann.attach("agent/ann", Position.NEW);
        assertThat(scene.node.all(LinkFrame.Attach.class))
                .extracting(LinkFrame.Attach::owner)
                .containsExactly("agent/ann", "agent/ann");
    }

    @Test
    void whatIsNoOwnersNameIsAnsweredWithGone() {
        ann.attach("lobby", Position.NEW);
        assertThat(ann.last(Frame.Gone.class).reason())
                .isEqualTo(GoneReason.NO_SUCH_OWNER.number());
        assertThat(scene.metrics().value(GatewayCounter.UNKNOWN_OWNER_NAME)).isEqualTo(1);
    }

    @Test
    void aConnectionHasABoundedNumberOfStreams() {
        for (int i = 0; i < FrameBounds.STREAMS_MAX; i++) {
            ann.attach("chat/r" + i, Position.NEW);
        }
        assertThat(ann.all(Frame.Gone.class)).isEmpty();
        ann.attach("chat/one-more", Position.NEW);
        assertThat(ann.last(Frame.Gone.class).owner()).isEqualTo("chat/one-more");
        assertThat(scene.metrics().value(GatewayCounter.TOO_MANY_STREAMS)).isEqualTo(1);
    }

    @Test
    void anInputThatTheLinkDidNotTakeIsNotLostInSilence() {
        Scene wide = new Scene(FlowTest.unlimited());
        FakeClient client = wide.signedIn("ann");
        wide.enterRoom(client);
        int channel = Scene.channel(client);
        wide.node.took();
        wide.node.full(true);
        Bytes large = Bytes.copyOf(new byte[60_000]);
        for (int n = 1; n <= 6; n++) {
            client.send(new Frame.Input(channel, false, 3, n), large);
        }
        wide.node.full(false);
        client.send(new Frame.Ping(0));
        assertThat(wide.node.all(LinkFrame.Input.class)).hasSizeLessThan(6);
        assertThat(wide.node.last(LinkFrame.Attach.class).owner()).isEqualTo(Scene.ROOM);
    }
}
