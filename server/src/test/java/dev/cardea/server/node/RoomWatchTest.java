package dev.cardea.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.Applicant;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Room;
import dev.cardea.room.RoomRequests;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Verdict;
import dev.cardea.session.OwnerId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Codec;
import dev.cardea.wire.Codecs;
import dev.cardea.wire.ReplyStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Goal: who may watch which room; method: a node in virtual time. */
class RoomWatchTest {
    private static final int WATCH = 7;
    private static final Codec<RoomRequests.Watch> WATCHES = Codecs.of(RoomRequests.Watch.class);
    private static final Codec<RoomRequests.Seat> SEAT = Codecs.of(RoomRequests.Seat.class);

    private final List<String> asked = new ArrayList<>();

    /** Lets in all who watch with a word, and all who play. */
    private final class Court implements Room<None, None> {
        @Override
        public Verdict onRequest(Applicant who, Bytes options) {
            asked.add(who.name() + (who.watches() ? " watches" : " plays"));
            return who.watches() && options.size() == 0
                    ? Verdict.refuse("what is the word?")
                    : Verdict.admit();
        }

        @Override
        public void onJoin(Member who) {}

        @Override
        public void onInput(Member from, None input) {}

        @Override
        public void onLeave(Member who, LeaveReason why) {}
    }

    private RoomType<None, None, None> type(String name) {
        return RoomType.of(name, (Stage<None, None> stage) -> new Court())
                .inputs(None.class)
                .outputs(None.class)
                .seats(2);
    }

    private final NodeTable table =
            new NodeTable(
                    NodeLimits.DEFAULT,
                    log -> List.of(type("court").spectators(2).listed(), type("cell")));
    private final GatewayDouble gateway = table.link();
    private int people;

    private int somebody(String name) {
        people++;
        gateway.open(people, name);
        return people;
    }

    /** The owner of the seat, or the status and why. */
    private String watch(int ref, String type, String key, int... word) {
        byte[] options = new byte[word.length];
        RoomRequests.Watch ask = new RoomRequests.Watch(type, key, Bytes.copyOf(options));
        table.request(gateway, ref, WATCH, out -> WATCHES.encode(ask, out));
        LinkFrame.Reply reply = gateway.last(LinkFrame.Reply.class);
        var body = gateway.bodies(LinkFrame.Reply.class).getLast();
        return reply.status() == ReplyStatus.OK
                ? SEAT.decode(body).owner()
                : reply.status() + " " + NodeTable.text(body);
    }

    @Test
    void letsThoseWatchWhomTheRoomLets() {
        table.join(gateway, somebody("ann"), "court", "one");
        int bob = somebody("bob");
        assertThat(watch(bob, "court", "one"))
                .isEqualTo(ReplyStatus.FORBIDDEN + " what is the word?");
        assertThat(watch(bob, "court", "one", 1)).isEqualTo("court/one");
        assertThat(watch(bob, "court", "one")).as("it has that seat").isEqualTo("court/one");
        assertThat(asked).containsExactly("ann plays", "bob watches", "bob watches");
    }

    @Test
    void isFullForSpectatorsAndForPlayersApart() {
        table.join(gateway, somebody("ann"), "court", "one");
        for (int i = 0; i < 2; i++) {
            assertThat(watch(somebody("spectator"), "court", "one", 1)).isEqualTo("court/one");
        }
        assertThat(watch(somebody("late"), "court", "one", 1))
                .isEqualTo(ReplyStatus.CONFLICT + " the room is full");
        assertThat(table.node.rooms().list("court", java.util.Map.of(), 9))
                .singleElement()
                .satisfies(listing -> assertThat(listing.members()).isEqualTo(1));
        assertThat(table.join(gateway, somebody("bob"), "court", "one")).isEqualTo(ReplyStatus.OK);
    }

    @Test
    void refusesWhatCannotBeWatchedAndMakesNoRoomForIt() {
        int ann = somebody("ann");
        assertThat(watch(ann, "court", "none", 1))
                .isEqualTo(ReplyStatus.FORBIDDEN + " there is no such room");
        assertThat(watch(ann, "chess", "one", 1)).startsWith(ReplyStatus.BAD_REQUEST + " ");
        assertThat(watch(ann, "court", "x".repeat(65), 1))
                .startsWith(ReplyStatus.BAD_REQUEST + " ");
        assertThat(watch(ann, OwnerId.AGENT_TYPE, "ann", 1))
                .startsWith(ReplyStatus.BAD_REQUEST + " ");
        assertThat(table.node.roomCount()).isZero();
        table.join(gateway, somebody("bob"), "cell", "one");
        assertThat(watch(ann, "cell", "one", 1))
                .isEqualTo(ReplyStatus.FORBIDDEN + " nobody may watch rooms of type cell");
    }

    @Test
    void saysThatOneMustLeaveBeforeOneMayWatchOrPlay() {
        int ann = somebody("ann");
        table.join(gateway, ann, "court", "one");
        assertThat(watch(ann, "court", "one", 1))
                .isEqualTo(ReplyStatus.CONFLICT + " you are in this room: leave it first");
        int bob = somebody("bob");
        watch(bob, "court", "one", 1);
        assertThat(table.join(gateway, bob, "court", "one")).isEqualTo(ReplyStatus.CONFLICT);
        assertThat(NodeTable.text(gateway.bodies(LinkFrame.Reply.class).getLast()))
                .isEqualTo("you watch this room: leave it first");
    }
}
