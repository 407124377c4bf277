package dev.cardea.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cardea.room.Applicant;
import dev.cardea.room.LeaveReason;
import dev.cardea.room.Listing;
import dev.cardea.room.Member;
import dev.cardea.room.None;
import dev.cardea.room.Opening;
import dev.cardea.room.Room;
import dev.cardea.room.RoomRequests;
import dev.cardea.room.RoomRequests.Label;
import dev.cardea.room.RoomType;
import dev.cardea.room.Stage;
import dev.cardea.room.Verdict;
import dev.cardea.session.OwnerId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Bytes;
import dev.cardea.wire.Codec;
import dev.cardea.wire.Codecs;
import dev.cardea.wire.ReplyStatus;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Goal: who finds which room; method: a node in virtual time. */
class RoomSearchTest {
    private static final int FIND = 4;
    private static final int CREATE = 5;
    private static final int LIST = 6;
    private static final int SEATS = 4;
    private static final Codec<RoomRequests.Find> FINDS = Codecs.of(RoomRequests.Find.class);
    private static final Codec<RoomRequests.Create> CREATES = Codecs.of(RoomRequests.Create.class);
    private static final Codec<RoomRequests.Search> SEARCHES = Codecs.of(RoomRequests.Search.class);
    private static final Codec<RoomRequests.Seat> SEAT = Codecs.of(RoomRequests.Seat.class);
    private static final Codec<RoomRequests.Found> FOUND = Codecs.of(RoomRequests.Found.class);

    /** A match that names its map, hides when it has begun, and does not want some. */
    private static final class Match implements Room<None, None> {
        private final Stage<None, None> stage;

        Match(Stage<None, None> stage) {
            this.stage = stage;
        }

        @Override
        public void onOpen(Opening opening) {
            stage.label("map", "desert");
        }

        @Override
        public Verdict onRequest(Applicant who, Bytes options) {
            return who.name().equals("ogre") ? Verdict.refuse("no ogres") : Verdict.admit();
        }

        @Override
        public void onJoin(Member who) {
            stage.hide(who.name().equals("shy"));
        }

        @Override
        public void onInput(Member from, None input) {}

        @Override
        public void onLeave(Member who, LeaveReason why) {}
    }

    private static RoomType<None, None, None> type(String name) {
        return RoomType.<None, None, None>of(name, Match::new)
                .inputs(None.class)
                .outputs(None.class)
                .seats(SEATS);
    }

    private final NodeTable table =
            new NodeTable(
                    NodeLimits.DEFAULT,
                    log ->
                            List.of(
                                    type("match").listed("mode", "map").createdByCode(),
                                    type("arena").listed("map").createdByServices(),
                                    type("club")));
    private final GatewayDouble gateway = table.link();
    private int players;

    private int player(String name) {
        players++;
        gateway.open(players, name);
        return players;
    }

    private static List<Label> labels(String... namesAndValues) {
        List<Label> labels = new ArrayList<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            labels.add(new Label(namesAndValues[i], namesAndValues[i + 1]));
        }
        return labels;
    }

    private <Q> LinkFrame.Reply ask(int ref, int route, Codec<Q> codec, Q ask) {
        table.request(gateway, ref, route, out -> codec.encode(ask, out));
        return gateway.last(LinkFrame.Reply.class);
    }

    private ByteBuf body() {
        return gateway.bodies(LinkFrame.Reply.class).getLast();
    }

    /** The key of the room that was found, or the status and why. */
    private String key(LinkFrame.Reply reply, String type) {
        if (reply.status() != ReplyStatus.OK) {
            return reply.status() + " " + body().toString(StandardCharsets.UTF_8);
        }
        OwnerId owner = OwnerId.parse(SEAT.decode(body()).owner());
        assertThat(owner.type()).isEqualTo(type);
        return owner.key();
    }

    private String find(int ref, String type, String... labels) {
        RoomRequests.Find find = new RoomRequests.Find(type, labels(labels), Bytes.EMPTY);
        return key(ask(ref, FIND, FINDS, find), type);
    }

    private String create(int ref, String type, boolean hidden, String... labels) {
        RoomRequests.Create create =
                new RoomRequests.Create(type, labels(labels), hidden, Bytes.EMPTY);
        return key(ask(ref, CREATE, CREATES, create), type);
    }

    private RoomRequests.Found list(long after, int limit, String... labels) {
        RoomRequests.Search search = new RoomRequests.Search("match", labels(labels), after, limit);
        assertThat(ask(1, LIST, SEARCHES, search).status()).isEqualTo(ReplyStatus.OK);
        return FOUND.decode(body());
    }

    @Test
    void makesARoomWithACodeWhereNoneIsFoundAndFindsItForTheNext() {
        String code = find(player("ann"), "match", "mode", "ranked");
        assertThat(code).matches("[2-9A-HJ-NP-Z]{6}");
        assertThat(find(player("bob"), "match", "mode", "ranked")).isEqualTo(code);
        assertThat(find(player("cid"), "match", "mode", "casual")).isNotEqualTo(code);
        assertThat(find(player("dan"), "match", "mode", "casual", "map", "desert"))
                .as("the room has said which map it has")
                .isNotEqualTo(code);
        assertThat(table.node.roomCount()).isEqualTo(2);
    }

    @Test
    void fillsRoomsOneAfterTheOtherHoweverManyAskAtOnce() {
        int seekers = 100;
        for (int i = 0; i < seekers; i++) {
            int ref = player("p" + i);
            RoomRequests.Find find = new RoomRequests.Find("match", List.of(), Bytes.EMPTY);
            gateway.offer(
                    new LinkFrame.Request(ref, 1, false, 0, FIND), out -> FINDS.encode(find, out));
        }
        gateway.flush();
        table.settle();
        List<String> owners = new ArrayList<>();
        for (ByteBuf body : gateway.bodies(LinkFrame.Reply.class)) {
            owners.add(SEAT.decode(body).owner());
        }
        assertThat(owners).hasSize(seekers);
        Set<String> rooms = new HashSet<>(owners);
        assertThat(rooms).hasSize(seekers / SEATS);
        rooms.forEach(room -> assertThat(owners.stream().filter(room::equals)).hasSize(SEATS));
    }

    @Test
    void goesOnToTheNextRoomWhereItIsRefused() {
        String code = find(player("ann"), "match");
        assertThat(find(player("ogre"), "match")).isEqualTo(ReplyStatus.FORBIDDEN + " no ogres");
        assertThat(find(player("bob"), "match")).as("the place is free again").isEqualTo(code);
        assertThat(list(0, 100).rooms())
                .extracting(RoomRequests.Entry::members)
                .containsExactly(2, 0);
    }

    @Test
    void doesNotShowARoomThatHides() {
        String secret = create(player("ann"), "match", true);
        String open = create(player("bob"), "match", false, "mode", "duel");
        assertThat(list(0, 100).rooms())
                .containsExactly(
                        new RoomRequests.Entry(
                                open, 1, SEATS, labels("map", "desert", "mode", "duel")));
        assertThat(table.join(gateway, player("cid"), "match", secret))
                .as("by its code")
                .isEqualTo(ReplyStatus.OK);
        assertThat(table.join(gateway, player("dan"), "match", "WRONG2"))
                .isEqualTo(ReplyStatus.FORBIDDEN);
    }

    @Test
    void listsInPartsByLabels() {
        for (int i = 0; i < 5; i++) {
            create(player("p" + i), "match", false, "mode", i == 2 ? "duel" : "team");
        }
        RoomRequests.Found first = list(0, 3, "mode", "team");
        assertThat(first.rooms()).hasSize(3);
        RoomRequests.Found second = list(first.next(), 3, "mode", "team");
        assertThat(second.rooms()).hasSize(1);
        assertThat(second.next()).isZero();
        assertThat(first.rooms()).doesNotContainAnyElementsOf(second.rooms());
        assertThat(list(0, 3, "mode", "duel").rooms()).hasSize(1);
    }

    @Test
    void tellsServicesTheSame() {
        String code = create(player("ann"), "match", false);
        assertThat(table.node.rooms().list("match", Map.of("map", "desert"), 10))
                .extracting(Listing::room)
                .containsExactly(new OwnerId("match", code));
        assertThat(table.node.rooms().list("match", Map.of("map", "sea"), 10)).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> table.node.rooms().list("club", Map.of(), 10))
                .withMessageContaining("not listed");
    }

    @Test
    void refusesWhatCannotBeFoundOrMade() {
        int ann = player("ann");
        assertThat(find(ann, "club")).startsWith(ReplyStatus.FORBIDDEN + " ");
        assertThat(find(ann, "chess")).startsWith(ReplyStatus.BAD_REQUEST + " ");
        assertThat(find(ann, "match", "size", "9"))
                .isEqualTo(ReplyStatus.BAD_REQUEST + " no label size");
        assertThat(find(ann, "arena")).startsWith(ReplyStatus.CONFLICT + " ");
        assertThat(create(ann, "arena", false)).startsWith(ReplyStatus.FORBIDDEN + " ");
        assertThat(table.join(gateway, ann, "arena", "one")).isEqualTo(ReplyStatus.FORBIDDEN);
        RoomRequests.Search search = new RoomRequests.Search("match", List.of(), 0, 101);
        assertThat(ask(ann, LIST, SEARCHES, search).status()).isEqualTo(ReplyStatus.BAD_REQUEST);
        assertThat(table.node.roomCount()).isZero();
    }

    @Test
    void forgetsRoomsThatAreOver() {
        String code = create(player("ann"), "match", false);
        assertThat(list(0, 100).rooms()).hasSize(1);
        table.pass(Duration.ofSeconds(60));
        assertThat(table.node.rooms().exists(new OwnerId("match", code))).isFalse();
        assertThat(list(0, 100).rooms()).isEmpty();
    }
}
