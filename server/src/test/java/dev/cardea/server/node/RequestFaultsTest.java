package dev.cardea.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.cardea.service.Service;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Codec;
import dev.cardea.wire.Codecs;
import dev.cardea.wire.ReplyStatus;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** What becomes of requests when threads run out, and game code fails where it should not. */
class RequestFaultsTest {
    private static final int NOW = 1024;
    private static final int BLOCKING = 1025;
    private static final int AGAIN = 1026;
    private static final int BROKEN = 1028;

    record Ask(String what) {}

    record Answer(String text) {}

    private static final Codec<Ask> ASK = Codecs.of(Ask.class);
    private static final Codec<Answer> ANSWER = Codecs.of(Answer.class);

    private final AtomicInteger runs = new AtomicInteger();
    private Runnable late = () -> {};
    private final NodeTable table = new NodeTable(service());
    private final GatewayDouble gateway = table.link();

    private Service service() {
        return Service.define(
                        "test",
                        routes -> {
                            routes.inline(NOW, Ask.class, Answer.class, (c, ask) -> answer());
                            routes.on(BLOCKING, Ask.class, Answer.class, (c, ask) -> answer());
                            routes.on(AGAIN, Ask.class, Answer.class, (c, ask) -> answer())
                                    .idempotent();
                            routes.inline(BROKEN, new Broken(), new Broken(), (c, ask) -> ask);
                        })
                .concurrency(2);
    }

    private Answer answer() {
        int run = runs.incrementAndGet();
        late.run();
        return new Answer("run " + run);
    }

    /** What a game might bring: it says half of a value, and reads none. */
    private static final class Broken implements Codec<Integer> {
        @Override
        public void encode(Integer value, ByteBuf out) {
            out.writeZero(value);
            throw new AssertionError("in the midst of it");
        }

        @Override
        public Integer decode(ByteBuf in) {
            if (!in.isReadable()) {
                throw new AssertionError("cannot read that");
            }
            return (int) in.readByte();
        }
    }

    private static Consumer<ByteBuf> ask(String what) {
        return out -> ASK.encode(new Ask(what), out);
    }

    private LinkFrame.Reply reply() {
        return gateway.last(LinkFrame.Reply.class);
    }

    private List<String> answers() {
        return gateway.bodies(LinkFrame.Reply.class).stream()
                .map(body -> ANSWER.decode(body).text())
                .toList();
    }

    @Test
    void ignoresWhatComesOfARunWhosePlaceAnotherHasTaken() {
        gateway.open(1, "ann");
        int correlation = table.request(gateway, 1, AGAIN, ask("late"));
        LinkFrame.Request retry = new LinkFrame.Request(1, correlation, true, 0, AGAIN);
        late =
                () -> {
                    late = () -> {};
                    table.pass(Duration.ofSeconds(75)); // answered DEADLINE, and that forgotten
                    assertThat(reply().status()).isEqualTo(ReplyStatus.DEADLINE);
                    assertThat(Thread.interrupted()).isTrue();
                    gateway.forget();
                    table.repeat(gateway, retry, ask("late"));
                };
        table.runBlocking();
        assertThat(runs).hasValue(2);
        assertThat(answers()).containsExactly("run 2");
    }

    @Test
    void answersAndGivesThePlaceBackWhereThereIsNoThread() {
        gateway.open(1, "ann");
        table.rejecting = true;
        for (int i = 0; i < 5; i++) {
            table.request(gateway, 1, BLOCKING, ask("a"));
            assertThat(reply().status()).isEqualTo(ReplyStatus.UNAVAILABLE);
        }
        table.rejecting = false;
        table.request(gateway, 1, BLOCKING, ask("b"));
        table.runBlocking();
        assertThat(reply().status()).isEqualTo(ReplyStatus.OK);
    }

    @Test
    void answersThoseOfATurnForWhomThereIsNoThreadAnyMore() {
        gateway.open(1, "ann");
        LinkFrame.Request one = new LinkFrame.Request(1, 1, false, 0, BLOCKING);
        LinkFrame.Request two = new LinkFrame.Request(1, 2, false, 0, BLOCKING);
        gateway.offer(one, ask("a"));
        gateway.offer(two, ask("b"));
        gateway.flush();
        table.rejecting = true;
        table.runBlocking();
        assertThat(gateway.all(LinkFrame.Reply.class))
                .extracting(LinkFrame.Reply::correlation, LinkFrame.Reply::status)
                .containsExactlyInAnyOrder(
                        tuple(1, ReplyStatus.OK), tuple(2, ReplyStatus.UNAVAILABLE));
    }

    @Test
    void losesNothingOfOthersToACodecThatFails() {
        gateway.open(1, "ann");
        gateway.open(2, "bob");
        gateway.offer(new LinkFrame.Request(1, 7, false, 0, BROKEN), out -> out.writeByte(3));
        gateway.offer(new LinkFrame.Request(1, 8, false, 0, BROKEN), out -> {});
        gateway.offer(new LinkFrame.Request(2, 9, false, 0, NOW), ask("b"));
        gateway.flush();
        table.settle();
        assertThat(gateway.all(LinkFrame.Reply.class))
                .extracting(LinkFrame.Reply::correlation, LinkFrame.Reply::status)
                .containsExactly(
                        tuple(7, ReplyStatus.FAILED),
                        tuple(8, ReplyStatus.FAILED),
                        tuple(9, ReplyStatus.OK));
    }
}
