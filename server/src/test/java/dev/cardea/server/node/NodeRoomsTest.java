package dev.cardea.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.link.Link;
import dev.cardea.room.RoomRequests;
import dev.cardea.room.Rooms;
import dev.cardea.room.loop.Mailbox;
import dev.cardea.session.OwnerId;
import dev.cardea.session.Position;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.ReplyStatus;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class NodeRoomsTest {
    private final NodeTable table = new NodeTable();
    private final GatewayDouble gateway = table.link();

    private void two() {
        gateway.open(1, "ann");
        gateway.open(2, "bob");
        table.enter(gateway, 1, "a");
        table.enter(gateway, 2, "a");
        gateway.forget();
    }

    private void twoAttached() {
        gateway.open(1, "ann");
        gateway.open(2, "bob");
        table.enter(gateway, 1, "a");
        table.enter(gateway, 2, "a");
    }

    @Test
    void makesARoomForTheFirstWhoJoinsAndWelcomesHimOnceHeIsAttached() {
        gateway.open(1, "ann");
        assertThat(table.join(gateway, 1, "a")).isEqualTo(ReplyStatus.OK);
        assertThat(table.log.lines()).isEmpty();
        gateway.attach(1, "talk/a");
        table.settle();
        assertThat(gateway.last(LinkFrame.Attached.class).fresh()).isTrue();
        assertThat(NodeTable.heard(gateway)).containsExactly("room: welcome");
        assertThat(table.node.roomCount()).isEqualTo(1);
    }

    @Test
    void refusesASeatWithTheReason() {
        gateway.open(1, "stranger");
        assertThat(table.join(gateway, 1, "a")).isEqualTo(ReplyStatus.FORBIDDEN);
        assertThat(NodeTable.text(gateway.bodies(LinkFrame.Reply.class).getLast()))
                .isEqualTo("not you");
        for (int ref = 2; ref <= 4; ref++) {
            gateway.open(ref, "member" + ref);
            assertThat(table.join(gateway, ref, "a")).isEqualTo(ReplyStatus.OK);
        }
        gateway.open(5, "late");
        assertThat(table.join(gateway, 5, "a")).isEqualTo(ReplyStatus.CONFLICT);
    }

    @Test
    void refusesAnUnknownTypeAndAKeyThatIsNone() {
        gateway.open(1, "ann");
        RoomRequests.Join unknown = new RoomRequests.Join("chess", "a", Bytes.EMPTY);
        table.request(gateway, 1, 1, out -> NodeTable.JOIN.encode(unknown, out));
        assertThat(gateway.last(LinkFrame.Reply.class).status()).isEqualTo(ReplyStatus.BAD_REQUEST);
        assertThat(table.join(gateway, 1, "x".repeat(65))).isEqualTo(ReplyStatus.BAD_REQUEST);
        assertThat(table.node.roomCount()).isZero();
    }

    @Test
    void makesNoMoreRoomsThanItMay() {
        NodeTable small = new NodeTable(NodeLimits.DEFAULT.withRooms(1));
        GatewayDouble link = small.link();
        link.open(1, "ann");
        assertThat(small.join(link, 1, "a")).isEqualTo(ReplyStatus.OK);
        assertThat(small.join(link, 1, "b")).isEqualTo(ReplyStatus.UNAVAILABLE);
        assertThat(small.join(link, 1, "a")).isEqualTo(ReplyStatus.OK);
    }

    @Test
    void sendsABroadcastOnceForAllMembersOfALink() {
        twoAttached();
        gateway.forget();
        gateway.offer(
                new LinkFrame.Input(1, 1, false, 1, 1),
                out -> NodeTable.SAY.encode(new Talk.Say.Line("hi"), out));
        gateway.flush();
        table.settle();
        assertThat(NodeTable.heard(gateway)).containsExactly("ann: hi");
        assertThat(gateway.last(LinkFrame.Event.class).to()).isZero();
        assertThat(gateway.last(LinkFrame.Applied.class).n()).isEqualTo(1);
        assertThat(gateway.batches()).describedAs("one batch for one turn").isEqualTo(1);
    }

    @Test
    void saysWhatAnAttachToNothingMeans() {
        gateway.open(1, "ann");
        gateway.attach(1, "talk/none");
        table.settle();
        assertThat(gone()).isEqualTo(GoneReason.NO_SUCH_OWNER);
        gateway.attach(1, "talk/none", Position.none(7L << 32));
        table.settle();
        assertThat(gone()).isEqualTo(GoneReason.RESTARTED);
        gateway.attach(1, "agent/bob");
        table.settle();
        assertThat(gone()).isEqualTo(GoneReason.FORBIDDEN);
        gateway.attach(1, "Not A Name");
        table.settle();
        assertThat(gone()).isEqualTo(GoneReason.FORBIDDEN);
    }

    private GoneReason gone() {
        return java.util.Objects.requireNonNull(
                GoneReason.of(gateway.last(LinkFrame.Gone.class).reason()));
    }

    @Test
    void knowsARoomThatClosedWhileItsMemberWasAway() {
        twoAttached();
        long epoch = gateway.last(LinkFrame.Attached.class).epoch();
        table.say(gateway, 1, 1, "close");
        gateway.flush();
        table.settle();
        assertThat(gone()).isEqualTo(GoneReason.ROOM_CLOSED);
        assertThat(table.node.roomCount()).isZero();
        gateway.attach(2, "talk/a", Position.none(epoch));
        table.settle();
        assertThat(gone()).isEqualTo(GoneReason.ROOM_CLOSED);
    }

    @Test
    void givesARoomThatIsMadeAgainAHigherEpoch() {
        twoAttached();
        LinkFrame.Attached before = gateway.last(LinkFrame.Attached.class);
        table.say(gateway, 1, 1, "close");
        gateway.flush();
        table.settle();
        table.enter(gateway, 1, "a");
        LinkFrame.Attached after = gateway.last(LinkFrame.Attached.class);
        assertThat(after.epoch()).isGreaterThan(before.epoch());
        assertThat(after.ownerRef()).isNotEqualTo(before.ownerRef());
    }

    @Test
    void closesOnlyTheRoomThatThrows() {
        twoAttached();
        table.enter(gateway, 2, "b");
        table.say(gateway, 1, 1, "throw");
        gateway.flush();
        table.settle();
        assertThat(gone()).isEqualTo(GoneReason.ROOM_FAILED);
        assertThat(table.node.counters().failedRooms.sum()).isEqualTo(1);
        gateway.forget();
        gateway.attach(2, "talk/b");
        table.settle();
        table.say(gateway, 2, 1, "still here");
        gateway.flush();
        table.settle();
        assertThat(NodeTable.heard(gateway)).containsExactly("bob: still here");
    }

    @Test
    void closesTheConnectionOfAMalformedInputAndTheRoomHearsNothing() {
        two();
        gateway.offer(new LinkFrame.Input(1, 1, false, 1, 1), out -> out.writeByte(99));
        gateway.flush();
        table.settle();
        LinkFrame.Kick kick = gateway.last(LinkFrame.Kick.class);
        assertThat(kick.ref()).isEqualTo(1);
        assertThat(kick.code()).isEqualTo(CloseCode.PROTOCOL_ERROR.number());
        assertThat(table.node.counters().malformedInputs.sum()).isEqualTo(1);
        assertThat(NodeTable.heard(gateway)).isEmpty();
    }

    @Test
    void leavesByMessageIdZero() {
        two();
        gateway.offer(new LinkFrame.Input(1, 1, false, 1, 1), out -> out.writeByte(0));
        gateway.flush();
        table.settle();
        assertThat(table.log.lines()).endsWith("leave ann LEFT");
        assertThat(gone()).isEqualTo(GoneReason.LEFT);
    }

    @Test
    void detachesAllStreamsOfAConnectionThatIsShut() {
        two();
        gateway.send(new LinkFrame.Shut(1));
        table.settle();
        assertThat(table.log.lines()).endsWith("drop ann");
        table.pass(Duration.ofSeconds(61));
        assertThat(table.log.lines()).endsWith("leave ann TIMED_OUT");
    }

    @Test
    void dropsAllMembersOfABrokenLinkAndTakesThemBackOnAnother() {
        twoAttached();
        LinkFrame.Attached before = gateway.last(LinkFrame.Attached.class);
        gateway.breakLink();
        table.settle();
        assertThat(gateway.closed).isTrue();
        assertThat(table.log.lines()).contains("drop ann", "drop bob");
        GatewayDouble next = table.link();
        next.open(1, new dev.cardea.session.SessionId(0, 2), 2, "bob");
        next.attach(1, "talk/a", Position.at(before.epoch(), before.seat(), before.seq()));
        table.settle();
        assertThat(next.last(LinkFrame.Attached.class).fresh()).isFalse();
    }

    @Test
    void dropsInputsThatFindNoPlaceAndGetsThemAgain() {
        twoAttached();
        for (int n = 1; n <= 80; n++) {
            table.say(gateway, 1, n, "line " + n);
        }
        gateway.forget();
        gateway.flush();
        table.settle();
        assertThat(NodeTable.heard(gateway)).hasSize(64).last().isEqualTo("ann: line 64");
        assertThat(gateway.last(LinkFrame.Again.class).ref()).isEqualTo(1);
        assertThat(table.node.counters().overruns.sum()).isEqualTo(1);
        gateway.attach(1, "talk/a");
        table.settle();
        assertThat(gateway.last(LinkFrame.Attached.class).applied()).isEqualTo(64);
        for (int n = 65; n <= 80; n++) {
            table.say(gateway, 1, n, "line " + n);
        }
        gateway.flush();
        table.settle();
        assertThat(NodeTable.heard(gateway)).hasSize(80).last().isEqualTo("ann: line 80");
    }

    @Test
    void closesAConnectionThatAttachesWithoutEnd() {
        gateway.open(1, "ann");
        table.join(gateway, 1, "a");
        for (int i = 0; i < 40; i++) {
            gateway.offer(new LinkFrame.Attach(1, i + 1, "talk/a", Position.NEW), out -> {});
        }
        gateway.flush();
        table.settle();
        assertThat(gateway.last(LinkFrame.Kick.class).code())
                .isEqualTo(CloseCode.RATE_LIMITED.number());
    }

    @Test
    void closesARoomThatNobodyIsInForHalfAMinute() {
        two();
        gateway.send(new LinkFrame.Shut(1), new LinkFrame.Shut(2));
        table.pass(Duration.ofSeconds(89));
        assertThat(table.node.roomCount()).isEqualTo(1);
        table.pass(Duration.ofSeconds(2));
        assertThat(table.node.roomCount()).isZero();
    }

    @Test
    void postsEventsOfServicesToRooms() {
        two();
        OwnerId room = new OwnerId("talk", "a");
        CompletableFuture<Rooms.Posted> posted =
                table.node.rooms().post(room, new Talk.Told.Announce("soon")).toCompletableFuture();
        table.settle();
        assertThat(posted).isCompletedWithValue(Rooms.Posted.DELIVERED);
        assertThat(NodeTable.heard(gateway)).containsExactly("service: soon");
        OwnerId none = new OwnerId("talk", "none");
        assertThat(table.node.rooms().post(none, new Talk.Told.Announce("x")))
                .isCompletedWithValue(Rooms.Posted.ABSENT);
    }

    @Test
    void refusesAJoinThatFindsNoPlaceInTheMailbox() {
        two();
        gateway.open(3, "cid");
        OwnerId id = new OwnerId("talk", "a");
        for (int i = 0; i < Mailbox.EVENTS_MAX; i++) {
            table.node.rooms().post(id, new Talk.Told.Announce("x"));
        }
        assertThat(table.join(gateway, 3, "a")).isEqualTo(ReplyStatus.BUSY);
        assertThat(table.join(gateway, 3, "a")).isEqualTo(ReplyStatus.OK);
    }

    @Test
    void makesNothingWhileItClosesAndCountsNothing() {
        table.node.close();
        OwnerId id = new OwnerId("talk", "a");
        assertThat(table.node.rooms().create(id, Bytes.EMPTY)).isEqualTo(Rooms.Creation.FULL);
        assertThat(table.node.roomCount()).isZero();
    }

    @Test
    void createsRoomsForServices() {
        OwnerId room = new OwnerId("talk", "made");
        assertThat(table.node.rooms().create(room, Bytes.EMPTY)).isEqualTo(Rooms.Creation.CREATED);
        assertThat(table.node.rooms().create(room, Bytes.EMPTY)).isEqualTo(Rooms.Creation.EXISTED);
        assertThat(table.node.rooms().exists(room)).isTrue();
        table.pass(Duration.ofSeconds(31));
        assertThat(table.node.rooms().exists(room)).isFalse();
    }

    @Test
    void tellsEverybodyWhenItCloses() {
        two();
        table.node.close();
        table.settle();
        assertThat(table.log.lines())
                .endsWith("leave ann SERVER_CLOSING", "leave bob SERVER_CLOSING");
        assertThat(gone()).isEqualTo(GoneReason.ROOM_CLOSED);
        assertThat(table.join(gateway, 1, "b")).isEqualTo(ReplyStatus.UNAVAILABLE);
    }

    @Test
    void readsNothingMoreOfAGatewaysOlderLinkOnceANewerOneSpeaks() {
        GatewayDouble older = table.link("g");
        older.open(1, "ann");
        table.enter(older, 1, "a");
        long epoch = older.last(LinkFrame.Attached.class).epoch();
        GatewayDouble newer = table.link("g");
        GatewayDouble other = table.link("h");
        other.open(2, "bob");
        newer.open(1, "ann");
        newer.attach(1, "talk/a", Position.none(epoch));
        table.settle();
        assertThat(newer.last(LinkFrame.Attached.class).fresh()).isTrue();
        older.attach(1, "talk/a", Position.none(epoch));
        table.settle();
        assertThat(older.closed).isTrue();
        assertThat(other.closed).isFalse();
        table.enter(other, 2, "a");
        newer.forget();
        table.say(other, 2, 1, "hi");
        other.flush();
        table.settle();
        assertThat(NodeTable.heard(newer)).containsExactly("bob: hi");
    }

    @Test
    void bringsWhatARoomSaysAtOnceOverALinkThatTakesLess() {
        GatewayDouble narrow = table.link(128 * 1024);
        narrow.open(1, "ann");
        table.enter(narrow, 1, "a");
        int lines = 60;
        for (int n = 1; n <= lines; n++) {
            table.say(narrow, 1, n, "x".repeat(4_000) + n);
            narrow.flush();
        }
        table.settle();
        assertThat(NodeTable.heard(narrow)).hasSize(lines + 1).last().asString().endsWith("x60");
    }

    @Test
    void takesALinkForFullWhileItHasNotSentWhatRoomsGaveIt() {
        NodeLink link = new NodeLink(table.node, "another", new Nowhere(), table.loop);
        link.post(Unpooled.wrappedBuffer(new byte[NodeLimits.DEFAULT.outboxBytesMax() / 2]));
        assertThat(link.writable()).isFalse();
        table.settle();
        assertThat(link.writable()).isTrue();
    }

    /** A link that takes everything and brings it nowhere. */
    private static final class Nowhere implements Link {
        @Override
        public Offer offer(ByteBuf records) {
            records.release();
            return Offer.ACCEPTED;
        }

        @Override
        public void flush() {}

        @Override
        public boolean writable() {
            return true;
        }

        @Override
        public void close() {}
    }
}
