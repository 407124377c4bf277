package dev.cardea.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The exam of {@link NodeSimTest}: nodes, rooms and streams that are broken on purpose. */
class BrokenNodesSimTest {
    /** Within so many seeds each must be found out; most need a handful. */
    private static final int SEEDS_MAX = 400;

    private static final int SEEDS_OF_THE_REAL = 30;

    private static final String CORE = "core";
    private static final String SERVER = "server";
    private static final String ROOM_OWNER = "dev.cardea.room.loop.RoomOwner";
    private static final String STREAM = "dev.cardea.stream.OwnerStream";
    private static final String NODE_LINK = "dev.cardea.server.node.NodeLink";
    private static final String ATTACHMENTS = "dev.cardea.server.node.LinkAttachments";

    static List<BrokenBuild> broken() {
        return List.of(
                new BrokenBuild(
                        "a member that is back misses what was said meanwhile",
                        CORE,
                        STREAM,
                        "seat.cursor = from;",
                        "seat.cursor = seq;",
                        List.of(" hears ", "no peace")),
                new BrokenBuild(
                        "a request runs again with RETRY",
                        CORE,
                        "dev.cardea.service.RequestMemory",
                        "boolean mayHaveRun = retry ||",
                        "boolean mayHaveRun =",
                        List.of("runs twice")),
                new BrokenBuild(
                        "who has left keeps its seat",
                        CORE,
                        ROOM_OWNER,
                        "stream.end(seat, GoneReason.LEFT, \"\");",
                        "",
                        List.of("no peace", "members")),
                new BrokenBuild(
                        "a seat that runs out is not told of",
                        CORE,
                        ROOM_OWNER,
                        "if (seat.taken()) {",
                        "if (seat.number() == 0) {",
                        List.of("while there is", "members", "left behind", "no peace")),
                new BrokenBuild(
                        "the end of a connection that was told AGAIN is not told of",
                        CORE,
                        STREAM,
                        "route.ask(ref, seat);",
                        "",
                        List.of("nobody is here")),
                new BrokenBuild(
                        "an older link is read after a newer one",
                        SERVER,
                        NODE_LINK,
                        "node.closeOlder(this);",
                        "",
                        List.of(" hears ", "no peace")),
                new BrokenBuild(
                        "the end of a connection does not detach it",
                        SERVER,
                        NODE_LINK,
                        "attachments.detachAll(gone);",
                        "",
                        List.of("nobody is here", "left behind", "no peace")),
                new BrokenBuild(
                        "a link counts the connections of a room up, never down",
                        SERVER,
                        ATTACHMENTS,
                        "room.users--;",
                        "",
                        List.of("rooms of a link")),
                new BrokenBuild(
                        "inputs that found no place are not asked for again",
                        SERVER,
                        ATTACHMENTS,
                        "host.post(new Mail.Overrun(to.link, mail.frame().ref()));",
                        "",
                        List.of("no peace")));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void isFoundOut(BrokenBuild broken) {
        broken.mustBeFound(LiveRun.class, SEEDS_MAX);
    }

    @Test
    void findsNothingInTheRealBuildMadeTheSameWay() {
        OtherBuild real = broken().getFirst().mended();
        for (long seed = 1; seed <= SEEDS_OF_THE_REAL; seed++) {
            assertThat(real.verdict(LiveRun.class, seed)).as("seed %d", seed).isNull();
        }
    }
}
