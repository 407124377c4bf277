package dev.cardea.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.client.JoinOptions;
import dev.cardea.client.RequestFailed;
import dev.cardea.client.RoomClient;
import dev.cardea.room.RoomRequests;
import dev.cardea.wire.ReplyStatus;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Goal: how the Java client comes into rooms that it has no name for; method: real sockets. */
@Timeout(60)
class FindingIT {
    private final LiveServer server = new LiveServer();
    private final Player ann;
    private final Player bob;

    FindingIT() throws Exception {
        String endpoint = LiveServer.tcpEndpoint(LiveServer.tcp(server.gateway()));
        ann = new Player("ann", endpoint);
        bob = new Player("bob", endpoint);
    }

    @AfterEach
    void stop() {
        ann.session.close();
        bob.session.close();
        server.close();
    }

    private static RoomClient<Hall.Input, Hall.Output> find(Player who, JoinOptions options) {
        return who.session.find(Hall.PROTOCOL, options, who).join();
    }

    @Test
    void findsTheRoomThatAnotherFoundBefore() throws Exception {
        JoinOptions duel = JoinOptions.DEFAULT.label("mode", "duel");
        RoomClient<Hall.Input, Hall.Output> first = find(ann, duel);
        RoomClient<Hall.Input, Hall.Output> second = find(bob, duel);
        assertThat(second.key()).isEqualTo(first.key());
        Player.say(second, "found you");
        assertThat(ann.lines(1)).singleElement().asString().endsWith("found you");
        assertThat(find(bob, JoinOptions.DEFAULT.label("mode", "team")).key())
                .isNotEqualTo(first.key());
    }

    @Test
    void keepsAHiddenRoomForThoseWhoKnowItsCode() {
        RoomClient<Hall.Input, Hall.Output> mine =
                ann.session.create(Hall.PROTOCOL, JoinOptions.DEFAULT.hide(), ann).join();
        RoomRequests.Found found = bob.session.listRooms(Hall.PROTOCOL, Map.of(), 0, 100).join();
        assertThat(found.rooms()).isEmpty();
        assertThat(bob.join(mine.key()).key()).isEqualTo(mine.key());
    }

    @Test
    void saysWhatIsWrongWithASearch() {
        assertThatThrownBy(() -> find(ann, JoinOptions.DEFAULT.label("colour", "red")))
                .cause()
                .isInstanceOfSatisfying(
                        RequestFailed.class,
                        failed -> assertThat(failed.status()).isEqualTo(ReplyStatus.BAD_REQUEST))
                .hasMessageContaining("no label colour");
    }
}
