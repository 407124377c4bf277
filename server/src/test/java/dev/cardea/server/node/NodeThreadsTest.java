package dev.cardea.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.Loop;
import dev.cardea.net.link.MemoryLink;
import dev.cardea.room.RoomRequests;
import dev.cardea.session.SessionId;
import dev.cardea.stream.LinkFrame;
import dev.cardea.wire.Bytes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Links on threads of their own, rooms on two others: order and number survive the hops. */
@Timeout(60)
class NodeThreadsTest {
    private static final int LINES = 400;
    private static final int WINDOW = 32;

    /** A loop on one thread. */
    private static final class ThreadLoop implements Loop, AutoCloseable {
        private final ScheduledExecutorService thread =
                Executors.newSingleThreadScheduledExecutor();

        @Override
        public long nanos() {
            return WorkerClock.nanos();
        }

        @Override
        public long wallMicros() {
            return WorkerClock.wallMicros();
        }

        @Override
        public Timer after(long delayNanos, Runnable task) {
            Future<?> timer = thread.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            return () -> timer.cancel(false);
        }

        @Override
        public void execute(Runnable task) {
            thread.execute(task);
        }

        @Override
        public boolean inLoop() {
            return true;
        }

        <T> T call(Supplier<T> task) throws Exception {
            return thread.submit(task::get).get();
        }

        @Override
        public void close() {
            thread.shutdownNow();
        }
    }

    /** One gateway with one member in each of two rooms, who speaks as answers come. */
    private static final class Speaker {
        private final ThreadLoop loop = new ThreadLoop();
        private final GatewayDouble gateway;
        private final int number;
        private int said;

        Speaker(Node node, int number) throws Exception {
            this.number = number;
            this.gateway = loop.call(() -> join(node));
        }

        private GatewayDouble join(Node node) {
            List<GatewayDouble> made = new ArrayList<>();
            MemoryLink.join(
                    loop,
                    1 << 22,
                    near -> {
                        made.add(new GatewayDouble(near));
                        return made.getFirst();
                    },
                    far -> node.connect("gateway " + number, far, loop));
            return made.getFirst();
        }

        private void await(Supplier<Boolean> done) throws Exception {
            while (!loop.call(done)) {
                Thread.onSpinWait();
            }
        }

        void enter(int ref, String key) throws Exception {
            RoomRequests.Join join = new RoomRequests.Join("talk", key, Bytes.EMPTY);
            loop.call(
                    () -> {
                        SessionId session = new SessionId(number, ref);
                        gateway.open(ref, session, 1, "m" + number + ref);
                        LinkFrame frame = new LinkFrame.Request(ref, 1, false, 0, 1);
                        gateway.offer(frame, out -> NodeTable.JOIN.encode(join, out));
                        gateway.flush();
                        return true;
                    });
            await(() -> gateway.all(LinkFrame.Reply.class).size() == ref);
            loop.call(
                    () -> {
                        gateway.attach(ref, "talk/" + key);
                        return true;
                    });
            await(() -> gateway.all(LinkFrame.Attached.class).size() == ref);
        }

        /** Says up to the window ahead of what was applied; true when all is said and heard. */
        boolean go(int expected) {
            int applied = Math.min(applied(1), applied(2));
            while (said < LINES && said - applied < WINDOW) {
                said++;
                say(1);
                say(2);
            }
            gateway.flush();
            return gateway.all(LinkFrame.Event.class).size() >= expected;
        }

        private int applied(int ref) {
            return gateway.all(LinkFrame.Applied.class).stream()
                    .filter(a -> a.ref() == ref)
                    .mapToInt(LinkFrame.Applied::n)
                    .max()
                    .orElse(0);
        }

        private void say(int ref) {
            LinkFrame.Attached at =
                    gateway.all(LinkFrame.Attached.class).stream()
                            .filter(a -> a.ref() == ref)
                            .findFirst()
                            .orElseThrow();
            gateway.offer(
                    new LinkFrame.Input(ref, at.ownerRef(), false, at.seat(), said),
                    out -> NodeTable.SAY.encode(new Talk.Say.Line("" + said), out));
        }
    }

    @Test
    void losesAndReordersNothingBetweenLinksAndRooms() throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        try (FixedWorkers workers = new FixedWorkers(2, Duration.ofSeconds(1))) {
            Node node =
                    new Node(
                            new NodeSetup(
                                    List.of(Talk.type(new Talk.Log())),
                                    NodeSetup.Notices.NONE,
                                    List.of(),
                                    NodeLimits.DEFAULT,
                                    workers,
                                    task -> failed.set(true),
                                    new SplittableRandom(1)));
            Speaker one = new Speaker(node, 1);
            Speaker two = new Speaker(node, 2);
            for (Speaker speaker : List.of(one, two)) {
                speaker.enter(1, "a");
                speaker.enter(2, "b");
            }
            int welcomes = 2;
            int expected = welcomes + 4 * LINES;
            boolean done = false;
            while (!done) {
                done = one.loop.call(() -> one.go(expected));
                done &= two.loop.call(() -> two.go(expected));
            }
            for (Speaker speaker : List.of(one, two)) {
                List<String> heard = speaker.loop.call(() -> NodeTable.heard(speaker.gateway));
                for (String who : List.of("m11", "m12", "m21", "m22")) {
                    assertThat(heard.stream().filter(line -> line.startsWith(who + ": ")).toList())
                            .hasSize(LINES)
                            .first()
                            .isEqualTo(who + ": 1");
                    assertInOrder(heard, who);
                }
                speaker.loop.close();
            }
            assertThat(node.counters().overruns.sum()).isZero();
            assertThat(failed).isFalse();
        }
    }

    private static void assertInOrder(List<String> heard, String who) {
        int last = 0;
        for (String line : heard) {
            if (line.startsWith(who + ": ")) {
                int number = Integer.parseInt(line.substring(who.length() + 2));
                assertThat(number).isEqualTo(last + 1);
                last = number;
            }
        }
    }
}
