package dev.cardea.server.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.client.CardeaClient;
import dev.cardea.client.ConnectFailed;
import dev.cardea.client.Credential;
import dev.cardea.client.RequestFailed;
import dev.cardea.client.RoomClient;
import dev.cardea.client.SendResult;
import dev.cardea.client.SessionState;
import dev.cardea.server.gateway.Gateway;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.GoneReason;
import dev.cardea.wire.ReplyStatus;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Rooms, requests, notices and the ends of sessions, client to server and back. */
@Timeout(60)
class SessionsIT {
    private final LiveServer server = new LiveServer();
    private final Gateway gateway = server.gateway();
    private String tcp = "";

    @BeforeEach
    void listen() throws IOException {
        tcp = LiveServer.tcpEndpoint(LiveServer.tcp(gateway));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void hearsEverythingFromTheMomentOfJoining() throws Exception {
        Player ann = new Player("ann", tcp);
        ann.join("one");
        assertThat(ann.next()).isEqualTo("+ann");
        Player bob = new Player("bob", tcp);
        RoomClient<Hall.Input, Hall.Output> room = bob.join("one");
        Player.say(room, "hello");
        assertThat(bob.next()).isEqualTo("+bob");
        assertThat(bob.next()).isEqualTo("bob hello");
        assertThat(ann.next()).isEqualTo("+bob");
        assertThat(ann.next()).isEqualTo("bob hello");
    }

    @Test
    void leavesInOrderAndMayComeBack() throws Exception {
        Player ann = new Player("ann", tcp);
        Player bob = new Player("bob", tcp);
        ann.join("one");
        RoomClient<Hall.Input, Hall.Output> room = bob.join("one");
        Player.say(room, "bye");
        assertThat(room.leave().join()).isEqualTo(GoneReason.LEFT);
        assertThat(ann.next()).isEqualTo("+ann");
        assertThat(ann.next()).isEqualTo("+bob");
        assertThat(ann.next()).isEqualTo("bob bye");
        assertThat(ann.next()).isEqualTo("-bob");
        bob.join("one");
        assertThat(ann.next()).isEqualTo("+bob");
    }

    @Test
    void closingTheSessionLeavesItsRoomsAtOnce() throws Exception {
        Player ann = new Player("ann", tcp);
        Player bob = new Player("bob", tcp);
        ann.join("one");
        bob.join("one");
        bob.session.close();
        assertThat(ann.next()).isEqualTo("+ann");
        assertThat(ann.next()).isEqualTo("+bob");
        assertThat(ann.next()).isEqualTo("-bob");
    }

    @Test
    void isToldThatItWasKickedOrTheRoomClosed() throws Exception {
        Player ann = new Player("ann", tcp);
        RoomClient<Hall.Input, Hall.Output> one = ann.join("one");
        assertThat(one.send(new Hall.Input.KickMe())).isInstanceOf(SendResult.Sent.class);
        assertThat(one.gone().join()).isEqualTo(GoneReason.KICKED);
        assertThat(one.send(new Hall.Input.Close())).isEqualTo(SendResult.CLOSED);
        RoomClient<Hall.Input, Hall.Output> two = ann.join("two");
        assertThat(two.send(new Hall.Input.Close())).isInstanceOf(SendResult.Sent.class);
        assertThat(two.gone().join()).isEqualTo(GoneReason.ROOM_CLOSED);
    }

    @Test
    void isToldWhyItMayNotJoin() {
        Player mallory = new Player("mallory", tcp);
        assertThat(failure(mallory.session.join(Hall.PROTOCOL, "one", mallory)))
                .extracting(RequestFailed::status, RequestFailed::text)
                .containsExactly(ReplyStatus.FORBIDDEN, "not you");
    }

    @Test
    void isToldWhatARequestCameTo() {
        Player ann = new Player("ann", tcp);
        Desk.Ask ask = new Desk.Ask("later");
        RequestFailed refused = failure(ann.session.request(Desk.REFUSE, ask, Desk.Answer.class));
        assertThat(refused.status()).isEqualTo(Desk.REFUSED_STATUS);
        assertThat(refused.text()).isEqualTo("later");
        assertThat(refused.retryAfter()).isEqualTo(Duration.ofMillis(250));
        RequestFailed unknown = failure(ann.session.request(4000, ask, Desk.Answer.class));
        assertThat(unknown.status()).isEqualTo(ReplyStatus.UNKNOWN_ROUTE);
    }

    @Test
    void cancellingAFutureInterruptsTheHandler() throws Exception {
        Player ann = new Player("ann", tcp);
        CompletableFuture<Desk.Answer> answer =
                ann.session.request(Desk.WAIT, new Desk.Ask(""), Desk.Answer.class);
        assertThat(server.desk.waiting.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(answer.cancel(true)).isTrue();
        assertThat(server.desk.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aDeadlineEndsARequestAtBothEnds() throws Exception {
        Player ann = new Player("ann", tcp);
        Duration timeout = Duration.ofMillis(50);
        RequestFailed failed =
                failure(
                        ann.session.request(
                                Desk.WAIT, new Desk.Ask(""), Desk.Answer.class, timeout));
        assertThat(failed.status()).isEqualTo(ReplyStatus.DEADLINE);
        assertThat(server.desk.interrupted.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void hearsWhispersThroughItsAgent() throws Exception {
        Player ann = new Player("ann", tcp);
        Player bob = new Player("bob", tcp);
        BlockingQueue<Desk.Notice> notices = new LinkedBlockingQueue<>();
        bob.session.notices(Desk.Notice.class, notices::add);
        Desk.Whisper whisper = new Desk.Whisper("bob", "psst");
        Desk.Answer answer = ann.session.request(Desk.WHISPER, whisper, Desk.Answer.class).join();
        assertThat(answer.text()).isEqualTo("DELIVERED");
        assertThat(notices.poll(10, TimeUnit.SECONDS))
                .isEqualTo(new Desk.Notice.Whispered("ann", "psst"));
    }

    @Test
    void endsForGoodWhenTheAccountSignsInElsewhere() throws Exception {
        Player first = new Player("ann", tcp);
        first.join("one");
        Player second = new Player("ann", tcp);
        SessionState.Closed closed = first.nextState(SessionState.Closed.class);
        assertThat(closed.code()).isEqualTo(CloseCode.LOGGED_IN_ELSEWHERE.number());
        assertThat(second.session.state()).isInstanceOf(SessionState.Open.class);
    }

    @Test
    void failsAtOnceWithACredentialThatNobodyTakes() {
        CardeaClient client =
                CardeaClient.builder().endpoint(tcp).credential(Credential.jwt("x.y.z")).build();
        assertThatThrownBy(client::connect)
                .asInstanceOf(InstanceOfAssertFactories.type(ConnectFailed.class))
                .extracting(ConnectFailed::code)
                .isEqualTo(CloseCode.AUTH_FAILED.number());
    }

    @Test
    void resumesFromTcpToWebSocket() throws Exception {
        String webSocket = LiveServer.webSocketEndpoint(LiveServer.webSocket(gateway));
        int port = LiveServer.tcp(gateway);
        CuttingProxy proxy = new CuttingProxy(port, 1, Integer.MAX_VALUE);
        Player ann = new Player("ann", LiveServer.tcpEndpoint(proxy.port()), webSocket);
        Player bob = new Player("bob", tcp);
        RoomClient<Hall.Input, Hall.Output> room = ann.join("one");
        RoomClient<Hall.Input, Hall.Output> other = bob.join("one");
        Player.say(room, "over tcp");
        assertThat(ann.lines(1)).containsExactly("ann over tcp");
        proxy.close();
        Player.say(other, "while away");
        Player.say(room, "over ws");
        assertThat(ann.lines(2)).containsExactlyInAnyOrder("bob while away", "ann over ws");
        assertThat(ann.session.state()).isEqualTo(new SessionState.Open(true));
    }

    @Test
    void movesToAnotherGatewayWhenItsOwnDrains() throws Exception {
        Gateway second = server.gateway();
        String other = LiveServer.tcpEndpoint(LiveServer.tcp(second));
        Player ann = new Player("ann", tcp, other);
        Player bob = new Player("bob", other);
        RoomClient<Hall.Input, Hall.Output> room = ann.join("one");
        bob.join("one");
        Player.say(room, "before");
        CompletableFuture<Void> drained = gateway.drain(100, 10_000);
        int said = 0;
        while (!drained.isDone()) {
            Player.say(room, "during " + said);
            said++;
            assertThat(ann.lines(1)).hasSize(1);
        }
        Player.say(room, "after");
        assertThat(bob.lines(said + 2).getLast()).isEqualTo("ann after");
        assertThat(ann.heard).doesNotContain("a hole");
        assertThat(ann.session.state()).isEqualTo(new SessionState.Open(true));
    }

    private static RequestFailed failure(CompletableFuture<?> future) {
        try {
            Object value = future.join();
            throw new AssertionError("it did not fail but gave " + value);
        } catch (CompletionException failed) {
            assertThat(failed.getCause()).isInstanceOf(RequestFailed.class);
            return (RequestFailed) failed.getCause();
        }
    }
}
