package dev.cardea.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cardea.room.Agents;
import dev.cardea.service.Refusal;
import dev.cardea.service.RequestMemory;
import dev.cardea.service.Service;
import dev.cardea.session.SessionId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Codec;
import dev.cardea.wire.Codecs;
import dev.cardea.wire.ReplyStatus;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NodeServicesTest {
    private static final int NOW = 1024;
    private static final int BLOCKING = 1025;
    private static final int AGAIN = 1026;
    private static final int WHISPER = 1027;

    record Ask(String what) {}

    record Answer(String text) {}

    private static final Codec<Ask> ASK = Codecs.of(Ask.class);
    private static final Codec<Answer> ANSWER = Codecs.of(Answer.class);

    private final AtomicInteger runs = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);
    private final AtomicBoolean interrupted = new AtomicBoolean();
    private final CountDownLatch waiting = new CountDownLatch(1);
    private final NodeTable table = new NodeTable(service());
    private final GatewayDouble gateway = table.link();

    private Service service() {
        return Service.define(
                        "test",
                        routes -> {
                            routes.inline(NOW, Ask.class, Answer.class, (c, ask) -> answer(ask));
                            routes.on(BLOCKING, Ask.class, Answer.class, (c, ask) -> answer(ask));
                            routes.on(AGAIN, Ask.class, Answer.class, (c, ask) -> answer(ask))
                                    .idempotent()
                                    .deadline(Duration.ofSeconds(2));
                            Agents agents = routes.agents();
                            routes.inline(
                                    WHISPER,
                                    Ask.class,
                                    Answer.class,
                                    (caller, ask) -> {
                                        agents.send(
                                                ask.what(),
                                                new Talk.Notice.Whisper("from " + caller.name()));
                                        return new Answer("sent");
                                    });
                        })
                .concurrency(2);
    }

    private Answer answer(Ask ask) throws InterruptedException {
        runs.incrementAndGet();
        switch (ask.what()) {
            case "refuse" -> throw new Refusal(600, "not today", 5000);
            case "fail" -> throw new IllegalStateException("a secret");
            case "wait" -> {
                waiting.countDown();
                try {
                    never.await();
                } catch (InterruptedException asked) {
                    interrupted.set(true);
                    throw asked;
                }
            }
            case "much" -> {
                return new Answer("x".repeat(NodeLimits.DEFAULT.bodyBytesMax()));
            }
            default -> {}
        }
        return new Answer(ask.what() + "!");
    }

    private static Consumer<ByteBuf> ask(String what) {
        return out -> ASK.encode(new Ask(what), out);
    }

    private LinkFrame.Reply reply() {
        return gateway.last(LinkFrame.Reply.class);
    }

    private String text() {
        return NodeTable.text(gateway.bodies(LinkFrame.Reply.class).getLast());
    }

    private List<String> answers() {
        return gateway.bodies(LinkFrame.Reply.class).stream()
                .map(body -> ANSWER.decode(body).text())
                .toList();
    }

    @Test
    void answersInlineInTheSameTurnOfTheLoop() {
        gateway.open(1, "ann");
        int correlation = table.request(gateway, 1, NOW, ask("a"));
        assertThat(reply()).isEqualTo(new LinkFrame.Reply(1, correlation, ReplyStatus.OK, 0));
        assertThat(answers()).containsExactly("a!");
    }

    @Test
    void answersManyRequestsOfOneTurnInOneBatch() {
        gateway.open(1, "ann");
        for (int c = 1; c <= 20; c++) {
            gateway.offer(new LinkFrame.Request(1, c, false, 0, NOW), ask("a"));
        }
        gateway.flush();
        assertThat(gateway.all(LinkFrame.Reply.class)).hasSize(20);
        assertThat(gateway.batches()).isEqualTo(1);
    }

    @Test
    void answersABlockingRequestWhenItsThreadIsDone() {
        gateway.open(1, "ann");
        table.request(gateway, 1, BLOCKING, ask("a"));
        assertThat(gateway.all(LinkFrame.Reply.class)).isEmpty();
        table.runBlocking();
        assertThat(answers()).containsExactly("a!");
    }

    @Test
    void tellsARefusalButNotAFailure() {
        gateway.open(1, "ann");
        for (int route : List.of(NOW, BLOCKING)) {
            table.request(gateway, 1, route, ask("refuse"));
            table.runBlocking();
            assertThat(reply().status()).isEqualTo(600);
            assertThat(reply().retryAfterMillis()).isEqualTo(5000);
            assertThat(text()).isEqualTo("not today");
            table.request(gateway, 1, route, ask("fail"));
            table.runBlocking();
            assertThat(reply().status()).isEqualTo(ReplyStatus.FAILED);
            assertThat(text()).isEmpty();
        }
        assertThat(table.node.counters().failedRequests.sum()).isEqualTo(2);
    }

    @Test
    void failsRatherThanSendMoreThanAFrame() {
        gateway.open(1, "ann");
        for (int route : List.of(NOW, BLOCKING)) {
            table.request(gateway, 1, route, ask("much"));
            table.runBlocking();
            assertThat(reply().status()).isEqualTo(ReplyStatus.FAILED);
        }
        assertThat(gateway.all(LinkFrame.Reply.class)).hasSize(2);
    }

    @Test
    void refusesWhatIsMalformedOrGoesNowhere() {
        gateway.open(1, "ann");
        table.request(gateway, 1, 4711, ask("a"));
        assertThat(reply().status()).isEqualTo(ReplyStatus.UNKNOWN_ROUTE);
        table.request(gateway, 1, NOW, out -> out.writeByte(0x7F));
        assertThat(reply().status()).isEqualTo(ReplyStatus.BAD_REQUEST);
        assertThat(table.node.counters().badRequests.sum()).isEqualTo(2);
        assertThat(runs).hasValue(0);
    }

    @Test
    void answersARepeatedRequestFromMemoryOnAnotherLink() {
        gateway.open(1, "ann");
        int correlation = table.request(gateway, 1, NOW, ask("a"));
        gateway.breakLink();
        table.settle();
        GatewayDouble next = table.link();
        next.open(1, new SessionId(0, 1), 2, "ann");
        table.repeat(next, new LinkFrame.Request(1, correlation, true, 0, NOW), ask("a"));
        assertThat(next.last(LinkFrame.Reply.class).status()).isEqualTo(ReplyStatus.OK);
        assertThat(runs).hasValue(1);
        assertThat(table.node.counters().remembered.sum()).isEqualTo(1);
    }

    @Test
    void givesTheAnswerToTheNewestCopyOfARequestThatIsUnderWay() {
        gateway.open(1, "ann");
        int correlation = table.request(gateway, 1, BLOCKING, ask("a"));
        GatewayDouble next = table.link();
        next.open(1, new SessionId(0, 1), 2, "ann");
        table.repeat(next, new LinkFrame.Request(1, correlation, true, 0, BLOCKING), ask("a"));
        table.runBlocking();
        assertThat(gateway.all(LinkFrame.Reply.class)).isEmpty();
        assertThat(next.all(LinkFrame.Reply.class)).hasSize(1);
        assertThat(runs).hasValue(1);
    }

    @Test
    void runsAnUnknownRepeatOnlyIfItIsIdempotent() {
        gateway.open(1, "ann");
        table.repeat(gateway, new LinkFrame.Request(1, 7, true, 0, BLOCKING), ask("a"));
        table.runBlocking();
        assertThat(reply().status()).isEqualTo(ReplyStatus.UNKNOWN_OUTCOME);
        table.repeat(gateway, new LinkFrame.Request(1, 7, false, 0, BLOCKING), ask("a"));
        table.runBlocking();
        assertThat(reply().status())
                .describedAs("its late first copy")
                .isEqualTo(ReplyStatus.UNKNOWN_OUTCOME);
        assertThat(runs).hasValue(0);
        table.repeat(gateway, new LinkFrame.Request(1, 8, true, 0, AGAIN), ask("a"));
        table.runBlocking();
        assertThat(reply().status()).isEqualTo(ReplyStatus.OK);
        assertThat(runs).hasValue(1);
    }

    @Test
    void keepsTheMarkOfASessionThatIsConnected() {
        gateway.open(1, "ann");
        int correlation = table.request(gateway, 1, NOW, ask("a"));
        table.pass(Duration.ofMinutes(2));
        table.repeat(gateway, new LinkFrame.Request(1, correlation, false, 0, NOW), ask("a"));
        assertThat(reply().status()).isEqualTo(ReplyStatus.UNKNOWN_OUTCOME);
        assertThat(runs).hasValue(1);
    }

    @Test
    void forgetsASessionThatIsGone() {
        gateway.open(1, "ann");
        table.request(gateway, 1, NOW, ask("a"));
        gateway.send(new LinkFrame.Shut(1));
        table.pass(Duration.ofSeconds(55));
        assertThat(table.node.sessions().size()).isEqualTo(1);
        table.pass(Duration.ofSeconds(20));
        assertThat(table.node.sessions().size()).isZero();
    }

    @Test
    void refusesMoreThanItsServiceTakesAtOnce() {
        gateway.open(1, "ann");
        table.request(gateway, 1, BLOCKING, ask("a"));
        table.request(gateway, 1, BLOCKING, ask("b"));
        table.request(gateway, 1, BLOCKING, ask("c"));
        assertThat(reply().status()).isEqualTo(ReplyStatus.BUSY);
        assertThat(reply().retryAfterMillis()).isPositive();
        table.runBlocking();
        table.request(gateway, 1, BLOCKING, ask("d"));
        table.runBlocking();
        assertThat(reply().status()).isEqualTo(ReplyStatus.OK);
        assertThat(runs).hasValue(3);
    }

    @Test
    void boundsWhatOneSessionHasUnderWay() {
        NodeTable wide =
                new NodeTable(
                        Service.define(
                                "wide",
                                routes ->
                                        routes.on(
                                                BLOCKING,
                                                Ask.class,
                                                Answer.class,
                                                (c, ask) -> answer(ask))));
        GatewayDouble link = wide.link();
        link.open(1, "ann");
        link.open(2, "bob");
        for (int i = 0; i < RequestMemory.COMPUTING_MAX; i++) {
            wide.request(link, 1, BLOCKING, ask("a"));
        }
        wide.request(link, 1, BLOCKING, ask("a"));
        assertThat(link.last(LinkFrame.Reply.class).status()).isEqualTo(ReplyStatus.BUSY);
        link.forget();
        wide.request(link, 2, BLOCKING, ask("a"));
        assertThat(link.all(LinkFrame.Reply.class)).isEmpty();
    }

    @Test
    void answersDeadlineAndDropsWhatComesLater() {
        gateway.open(1, "ann");
        table.request(gateway, 1, AGAIN, ask("a"));
        table.pass(Duration.ofMillis(1900));
        assertThat(gateway.all(LinkFrame.Reply.class)).isEmpty();
        table.pass(Duration.ofMillis(200));
        assertThat(reply().status()).isEqualTo(ReplyStatus.DEADLINE);
        table.runBlocking();
        assertThat(gateway.all(LinkFrame.Reply.class)).hasSize(1);
        assertThat(runs).describedAs("it need not begin any more").hasValue(0);
    }

    @Test
    void takesTheClientsDeadlineUpToAMinute() {
        gateway.open(1, "ann");
        LinkFrame.Request soon = new LinkFrame.Request(1, 1, false, 300, BLOCKING);
        table.repeat(gateway, soon, ask("a"));
        table.pass(Duration.ofMillis(400));
        assertThat(reply().status()).isEqualTo(ReplyStatus.DEADLINE);
        gateway.forget();
        LinkFrame.Request late = new LinkFrame.Request(1, 2, false, 1_000_000, BLOCKING);
        table.repeat(gateway, late, ask("a"));
        table.pass(Duration.ofSeconds(59));
        assertThat(gateway.all(LinkFrame.Reply.class)).isEmpty();
        table.pass(Duration.ofMillis(1_100));
        assertThat(reply().status()).isEqualTo(ReplyStatus.DEADLINE);
    }

    @Test
    @Timeout(20)
    void interruptsAHandlerThatTheClientCancels() throws Exception {
        gateway.open(1, "ann");
        int correlation = table.request(gateway, 1, BLOCKING, ask("wait"));
        Thread handler = Thread.ofVirtual().start(table.blocking.remove());
        waiting.await();
        gateway.send(new LinkFrame.Cancel(1, correlation));
        handler.join();
        table.settle();
        assertThat(interrupted).isTrue();
        assertThat(gateway.all(LinkFrame.Reply.class)).hasSize(1);
        assertThat(reply().status()).isEqualTo(ReplyStatus.CANCELLED);
        assertThat(table.node.counters().failedRequests.sum()).isZero();
    }

    @Test
    void ignoresACancelOfWhatItDoesNotKnow() {
        gateway.open(1, "ann");
        gateway.send(new LinkFrame.Cancel(1, 5));
        table.settle();
        assertThat(gateway.all(LinkFrame.Reply.class)).isEmpty();
    }

    @Test
    void reachesPlayersByTheirAgents() {
        gateway.open(1, "ann");
        gateway.open(2, "bob");
        gateway.attach(2, "");
        table.request(gateway, 1, WHISPER, ask("bob"));
        table.settle();
        assertThat(gateway.last(LinkFrame.Event.class)).isNotNull();
        ByteBuf body = gateway.bodies(LinkFrame.Event.class).getLast();
        assertThat(NodeTable.NOTICE.decode(body)).isEqualTo(new Talk.Notice.Whisper("from ann"));
    }

    @Test
    void tellsWhatIsSaidInARoomAndWhichRoutesThereAre() {
        gateway.open(1, "ann");
        Codec<OwnRoutes.AskSchema> askSchema = Codecs.of(OwnRoutes.AskSchema.class);
        table.request(gateway, 1, 2, out -> askSchema.encode(new OwnRoutes.AskSchema("talk"), out));
        assertThat(json()).contains("inputs", "Line", "text");
        table.request(gateway, 1, 2, out -> askSchema.encode(new OwnRoutes.AskSchema(""), out));
        assertThat(json()).contains("Whisper");
        table.request(gateway, 1, 3, out -> {});
        assertThat(json())
                .contains("{\"route\":1025,\"service\":\"test\",\"idempotent\":false,\"asks\":{")
                .contains(",\"answers\":{\"cardea\":1,");
    }

    private String json() {
        return Codecs.of(OwnRoutes.Text.class)
                .decode(gateway.bodies(LinkFrame.Reply.class).getLast())
                .json();
    }

    @Test
    void refusesTwoRoutesOfOneNumberAndRoutesThatAreCardeas() {
        assertThatThrownBy(() -> new NodeTable(service(), service()))
                .hasMessageContaining("route 1024")
                .hasMessageContaining("taken");
        Service low =
                Service.define(
                        "low", r -> r.inline(7, Ask.class, Answer.class, (c, a) -> answer(a)));
        assertThatThrownBy(() -> new NodeTable(low)).hasMessageContaining("below 1024");
    }
}
