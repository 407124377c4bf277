package dev.cardea.server.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cardea.session.Delivery;
import dev.cardea.session.Position;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.GoneReason;
import org.junit.jupiter.api.Test;

/** R2, R3c, R5, R6, R9 and the audience, on the gateway's side. */
class DownwardStreamsTest {
    private static final int REF = Scene.ROOM_REF;
    private static final Bytes HI = FakeClient.bytes("hi");

    private final Scene scene = new Scene();
    private final FakeClient ann = scene.signedIn("ann");

    private void event(int to, long prev, long seq) {
        scene.node.send(new LinkFrame.Event(REF, to, prev, seq), HI);
    }

    @Test
    void bindsAChannelAndForwardsTheStateAndWhatIsSaid() {
        scene.enterRoom(ann);
        Frame.Attached attached = ann.last(Frame.Attached.class);
        assertThat(attached.owner()).isEqualTo(Scene.ROOM);
        assertThat(attached.type()).isEqualTo("chat");
        assertThat(attached.fresh()).isTrue();
        assertThat(attached.channel()).isPositive();
        assertThat(ann.last(Frame.State.class))
                .isEqualTo(new Frame.State(attached.channel(), true, 10));

        event(0, 10, 11);
        assertThat(ann.took().getLast())
                .isEqualTo(new FakeClient.Got(Frame.Event.reliable(attached.channel(), 11), HI));
    }

    @Test
    void theAgentIsOnChannelZeroUnderNoName() {
        FakeClient bob = scene.connect();
        bob.hello("bob");
        scene.answer(scene.node.last(LinkFrame.Attach.class), 50);
        assertThat(bob.last(Frame.Attached.class).channel()).isZero();
        assertThat(bob.last(Frame.Attached.class).owner()).isEmpty();
        assertThat(bob.last(Frame.Attached.class).type()).isEqualTo("agent");
    }

    @Test
    void sendsToLiveMembersAloneAndSharesTheChannel() {
        FakeClient bob = scene.signedIn("bob");
        scene.enterRoom(ann);
        bob.attach(Scene.ROOM, Position.NEW);
        LinkFrame.Attach attach = scene.node.last(LinkFrame.Attach.class);
        scene.node.send(Scene.attached(attach, REF, false, Scene.EPOCH, 10));
        assertThat(Scene.channel(bob)).isEqualTo(Scene.channel(ann));
        ann.took();
        bob.took();

        event(0, 10, 11);
        assertThat(ann.all(Frame.Event.class)).hasSize(1);
        assertThat(bob.all(Frame.Event.class)).isEmpty();

        scene.node.send(new LinkFrame.Synced(attach.ref(), attach.attachId(), REF));
        event(0, 11, 12);
        assertThat(bob.all(Frame.Event.class)).hasSize(1);
    }

    @Test
    void sendsToOneMember() {
        FakeClient bob = scene.signedIn("bob");
        LinkFrame.Attach anns = scene.enterRoom(ann);
        scene.enterRoom(bob);
        event(anns.ref(), 10, 11);
        assertThat(ann.all(Frame.Event.class)).hasSize(1);
        assertThat(bob.all(Frame.Event.class)).isEmpty();
    }

    @Test
    void aWrongPrevAttachesAllStreamsOfThatOwnerAgain() {
        FakeClient bob = scene.signedIn("bob");
        scene.enterRoom(ann);
        scene.enterRoom(bob);
        event(0, 10, 11);
        scene.node.took();

        event(0, 15, 16);
        assertThat(ann.all(Frame.Event.class)).hasSize(1);
        assertThat(scene.node.all(LinkFrame.Attach.class))
                .extracting(LinkFrame.Attach::owner, LinkFrame.Attach::position)
                .containsExactly(
                        tuple(Scene.ROOM, Position.at(Scene.EPOCH, 3, 11)),
                        tuple(Scene.ROOM, Position.at(Scene.EPOCH, 3, 11)));
        assertThat(scene.metrics().value(GatewayCounter.GAPS)).isEqualTo(1);
    }

    @Test
    void anAttachedThatNamesAnotherChainIsAGapForTheOthers() {
        FakeClient bob = scene.signedIn("bob");
        scene.enterRoom(ann);
        scene.node.took();
        bob.attach(Scene.ROOM, Position.NEW);
        LinkFrame.Attach attach = scene.node.last(LinkFrame.Attach.class);
        scene.node.took();

        scene.node.send(Scene.attached(attach, REF, true, Scene.EPOCH, 20));
        assertThat(scene.node.all(LinkFrame.Attach.class)).hasSize(1);
        assertThat(scene.node.last(LinkFrame.Attach.class).position())
                .isEqualTo(Position.at(Scene.EPOCH, 3, 10));
        scene.node.send(new LinkFrame.State(attach.ref(), REF, true, 20));
        scene.node.send(new LinkFrame.Synced(attach.ref(), attach.attachId(), REF));
        event(0, 20, 21);
        assertThat(bob.all(Frame.Event.class)).hasSize(1);
        assertThat(ann.all(Frame.Event.class)).isEmpty();
    }

    @Test
    void onlyTheAnswerToTheNewestAttachCounts() {
        scene.enterRoom(ann);
        event(0, 15, 16);
        LinkFrame.Attach first = scene.node.last(LinkFrame.Attach.class);
        ann.attach(Scene.ROOM, Position.at(Scene.EPOCH, 3, 10));
        LinkFrame.Attach second = scene.node.last(LinkFrame.Attach.class);
        assertThat(second.attachId()).isNotEqualTo(first.attachId());
        ann.took();

        scene.node.send(Scene.attached(first, REF, false, Scene.EPOCH, 10));
        assertThat(ann.took()).isEmpty();
        scene.node.send(Scene.attached(second, REF, false, Scene.EPOCH, 10));
        assertThat(ann.all(Frame.Attached.class)).hasSize(1);
        scene.node.send(Scene.attached(second, REF, false, Scene.EPOCH, 10));
        assertThat(ann.all(Frame.Attached.class)).hasSize(1);
    }

    @Test
    void aReplayThatDoesNotFollowIsAGap() {
        ann.attach(Scene.ROOM, Position.at(Scene.EPOCH, 3, 5));
        LinkFrame.Attach attach = scene.node.last(LinkFrame.Attach.class);
        scene.node.send(Scene.attached(attach, REF, false, Scene.EPOCH, 5));
        scene.node.send(new LinkFrame.Replay(attach.ref(), REF, 5, 7), HI);
        assertThat(ann.all(Frame.Event.class)).hasSize(1);

        scene.node.send(new LinkFrame.Replay(attach.ref(), REF, 8, 9), HI);
        assertThat(ann.all(Frame.Event.class)).hasSize(1);
        assertThat(scene.node.last(LinkFrame.Attach.class).position())
                .isEqualTo(Position.at(Scene.EPOCH, 3, 7));
    }

    private void patch(long prev, long seq, boolean more) {
        scene.node.send(new LinkFrame.Patch(REF, 0, false, more, prev, seq, 7), HI);
    }

    @Test
    void aPatchMovesThePositionWithItsLastPiece() {
        scene.enterRoom(ann);
        patch(10, 11, false);
        patch(11, 12, true);
        assertThat(ann.all(Frame.Patch.class))
                .containsExactly(
                        new Frame.Patch(Scene.channel(ann), false, 11, 7),
                        new Frame.Patch(Scene.channel(ann), true, 12, 7));
        scene.node.took();

        event(0, 15, 16);
        assertThat(lastAttachOf(Scene.ROOM).position()).isEqualTo(Position.at(Scene.EPOCH, 3, 11));
    }

    @Test
    void whatFollowsAPatchInPiecesIsNoGap() {
        scene.enterRoom(ann);
        patch(10, 12, true);
        patch(12, 12, false);
        event(0, 12, 13);
        assertThat(ann.all(Frame.Event.class)).hasSize(1);
        assertThat(scene.metrics().value(GatewayCounter.GAPS)).isZero();
    }

    @Test
    void aReplayedPatchIsForItsMemberAloneAndFollowsWhatItWasToldLast() {
        FakeClient bob = scene.signedIn("bob");
        scene.enterRoom(bob);
        ann.attach(Scene.ROOM, Position.at(Scene.EPOCH, 3, 5));
        LinkFrame.Attach attach = scene.node.last(LinkFrame.Attach.class);
        scene.node.send(Scene.attached(attach, REF, false, Scene.EPOCH, 10));
        scene.node.send(new LinkFrame.Patch(REF, attach.ref(), true, true, 10, 12, 0), HI);
        scene.node.send(new LinkFrame.Patch(REF, attach.ref(), true, false, 10, 12, 0), HI);
        assertThat(ann.all(Frame.Patch.class)).hasSize(2);
        assertThat(bob.all(Frame.Patch.class)).isEmpty();

        scene.node.send(new LinkFrame.Patch(REF, attach.ref(), true, false, 10, 13, 0), HI);
        assertThat(ann.all(Frame.Patch.class)).as("it does not follow 12").hasSize(2);
        assertThat(scene.metrics().value(GatewayCounter.GAPS)).isEqualTo(1);
    }

    @Test
    void thePositionIsNoneUntilTheStateIsComplete() {
        ann.attach(Scene.ROOM, Position.at(Scene.EPOCH, 3, 5));
        LinkFrame.Attach attach = scene.node.last(LinkFrame.Attach.class);
        long newer = Scene.EPOCH + (1L << 32);
        scene.node.send(Scene.attached(attach, REF, true, newer, 40));
        scene.node.send(new LinkFrame.State(attach.ref(), REF, false, 40), HI);
        scene.node.took();

        scene.node.breakLink();
        scene.loop.passMillis(100);
        assertThat(lastAttachOf(Scene.ROOM).position()).isEqualTo(Position.none(newer));
    }

    private LinkFrame.Attach lastAttachOf(String owner) {
        return scene.node.all(LinkFrame.Attach.class).stream()
                .filter(attach -> attach.owner().equals(owner))
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    @Test
    void aLostLinkIsOpenedAgainAndAllStreamsAttachFromWhatWasForwardedLast() {
        scene.enterRoom(ann);
        event(0, 10, 11);
        scene.node.took();
        scene.node.breakLink();
        scene.loop.passMillis(100);

        assertThat(scene.node.links()).isEqualTo(2);
        assertThat(scene.node.all(LinkFrame.Open.class)).hasSize(1);
        assertThat(lastAttachOf(Scene.ROOM).position()).isEqualTo(Position.at(Scene.EPOCH, 3, 11));
        assertThat(lastAttachOf("agent/ann").position()).isEqualTo(Position.at(Scene.EPOCH, 3, 10));
    }

    @Test
    void keepsTryingWhileTheNodeCannotBeReached() {
        scene.node.reachable(false);
        scene.node.breakLink();
        scene.loop.passMillis(10_000);
        assertThat(scene.node.links()).isEqualTo(1);
        ann.send(new Frame.Ping(0));
        scene.node.reachable(true);
        scene.loop.passMillis(2_100);
        assertThat(scene.node.links()).isEqualTo(2);
        assertThat(lastAttachOf("agent/ann").position().held()).isTrue();
    }

    @Test
    void theNewestEpochEverSeenIsKept() {
        scene.enterRoom(ann);
        scene.node.took();
        ann.attach(Scene.ROOM, Position.at(Scene.EPOCH - 1, 3, 90));
        assertThat(lastAttachOf(Scene.ROOM).position()).isEqualTo(Position.none(Scene.EPOCH));
    }

    @Test
    void anAnswerOfAnOlderEpochDoesNotCount() {
        ann.attach(Scene.ROOM, Position.none(Scene.EPOCH));
        LinkFrame.Attach attach = scene.node.last(LinkFrame.Attach.class);
        ann.took();
        scene.node.send(Scene.attached(attach, REF, true, Scene.EPOCH - 1, 4));
        assertThat(ann.all(Frame.Attached.class)).isEmpty();
        scene.loop.passMillis(150);
        assertThat(lastAttachOf(Scene.ROOM).attachId()).isGreaterThan(attach.attachId());
    }

    @Test
    void againAndEndAttachAgain() {
        LinkFrame.Attach attach = scene.enterRoom(ann);
        scene.node.took();
        scene.node.send(new LinkFrame.Again(attach.ref(), REF));
        LinkFrame.Attach second = lastAttachOf(Scene.ROOM);
        assertThat(second.position()).isEqualTo(Position.at(Scene.EPOCH, 3, 10));

        scene.answer(second, REF);
        scene.node.took();
        scene.node.send(new LinkFrame.End(REF, true));
        assertThat(lastAttachOf(Scene.ROOM).position()).isEqualTo(Position.at(Scene.EPOCH, 3, 10));
        scene.node.took();
        scene.node.send(new LinkFrame.End(REF, true));
        assertThat(scene.node.took()).isEmpty();
    }

    @Test
    void goneEndsTheStreamAndTellsTheClient() {
        LinkFrame.Attach attach = scene.enterRoom(ann);
        int reason = GoneReason.KICKED.number();
        scene.node.send(new LinkFrame.Gone(attach.ref(), 0, Scene.ROOM, reason, "bye"));
        assertThat(ann.last(Frame.Gone.class)).isEqualTo(new Frame.Gone(Scene.ROOM, reason, "bye"));
        ann.took();
        event(0, 10, 11);
        assertThat(ann.took()).isEmpty();
    }

    @Test
    void goneOfAnEarlierMembershipDoesNotEndTheOneAskedFor() {
        LinkFrame.Attach first = scene.enterRoom(ann);
        ann.attach(Scene.ROOM, Position.none(Scene.EPOCH));
        LinkFrame.Attach second = scene.node.last(LinkFrame.Attach.class);
        int reason = GoneReason.LEFT.number();
        scene.node.send(new LinkFrame.Gone(first.ref(), 0, Scene.ROOM, reason, ""));
        assertThat(ann.all(Frame.Gone.class)).isEmpty();
        scene.answer(second, REF);
        assertThat(ann.last(Frame.Attached.class).fresh()).isTrue();
    }

    @Test
    void goneMayAnswerAttach() {
        ann.attach(Scene.ROOM, Position.NEW);
        LinkFrame.Attach attach = scene.node.last(LinkFrame.Attach.class);
        int reason = GoneReason.NO_SEAT.number();
        scene.node.send(
                new LinkFrame.Gone(attach.ref(), attach.attachId(), Scene.ROOM, reason, "no"));
        assertThat(ann.last(Frame.Gone.class).reason()).isEqualTo(reason);
    }

    @Test
    void appliedGoesToTheChannel() {
        LinkFrame.Attach attach = scene.enterRoom(ann);
        scene.node.send(new LinkFrame.Applied(attach.ref(), REF, 3, 8));
        assertThat(ann.last(Frame.Applied.class))
                .isEqualTo(new Frame.Applied(Scene.channel(ann), 3, 8));
    }

    @Test
    void latestAndUnreliableMoveNoPosition() {
        scene.enterRoom(ann);
        scene.node.send(new LinkFrame.Passing(REF, 0, Delivery.latest(7), 1), HI);
        scene.node.send(new LinkFrame.Passing(REF, 0, Delivery.UNRELIABLE, 0), HI);
        int channel = Scene.channel(ann);
        assertThat(ann.all(Frame.Event.class))
                .containsExactly(
                        new Frame.Event(channel, Delivery.latest(7), 1),
                        new Frame.Event(channel, Delivery.UNRELIABLE, 0));
        event(0, 10, 11);
        assertThat(ann.all(Frame.Event.class)).hasSize(3);
    }

    @Test
    void aChannelNumberIsNotGivenAgainForAMinute() {
        LinkFrame.Attach attach = scene.enterRoom(ann);
        int first = Scene.channel(ann);
        int left = GoneReason.LEFT.number();
        scene.node.send(new LinkFrame.Gone(attach.ref(), 0, Scene.ROOM, left, ""));
        LinkFrame.Attach second = scene.enterRoom(ann);
        assertThat(Scene.channel(ann)).isNotEqualTo(first);

        scene.node.send(new LinkFrame.Gone(second.ref(), 0, Scene.ROOM, left, ""));
        keepAlive(61);
        scene.enterRoom(ann);
        assertThat(Scene.channel(ann)).isEqualTo(first);
    }

    private void keepAlive(int seconds) {
        for (int i = 0; i < seconds; i++) {
            scene.loop.passMillis(1_000);
            ann.send(new Frame.Ping(i));
        }
    }

    @Test
    void supersededAndKickCloseTheConnection() {
        FakeClient bob = scene.signedIn("bob");
        scene.node.send(new LinkFrame.Superseded(1));
        assertThat(ann.closeCode()).isEqualTo(CloseCode.SUPERSEDED);
        scene.node.send(new LinkFrame.Kick(2, 650, "the game is over"));
        Frame.Close close = bob.closed();
        assertThat(close).isEqualTo(new Frame.Close(650, 0, 0, "the game is over"));
    }

    @Test
    void framesForNobodyAreCountedAndIgnored() {
        scene.node.send(new LinkFrame.Event(77, 0, 0, 1), HI);
        scene.node.send(new LinkFrame.Reply(77, 1, 0, 0), HI);
        scene.node.send(new LinkFrame.Superseded(77));
        assertThat(scene.metrics().value(GatewayCounter.STALE_FRAMES)).isEqualTo(3);
        assertThat(ann.took()).isEmpty();
    }

    @Test
    void aLinkThatSpeaksNonsenseIsBrokenAndOpenedAgain() {
        scene.node.sendGarbage();
        scene.loop.passMillis(100);
        assertThat(scene.metrics().value(GatewayCounter.LINK_MALFORMED)).isEqualTo(1);
        assertThat(scene.node.links()).isEqualTo(2);
    }

    @Test
    void writesATurnsRecordsWithOneFlush() {
        LinkFrame.Attach attach = scene.enterRoom(ann);
        int before = ann.flushes();
        for (int i = 0; i < 20; i++) {
            ann.send(new Frame.Ping(i));
        }
        assertThat(ann.flushes()).isEqualTo(before + 20);
        scene.node.send(new LinkFrame.Applied(attach.ref(), REF, 3, 1));
        assertThat(ann.flushes()).isEqualTo(before + 21);
    }
}
