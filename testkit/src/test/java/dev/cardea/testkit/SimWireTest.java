package dev.cardea.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.ConnectionHandler;
import dev.cardea.wire.CloseCode;
import dev.cardea.wire.Frame;
import dev.cardea.wire.Records;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The simulated connection does what a real one does, and breaks where it is told. */
class SimWireTest {
    private static final long SECOND = 1_000_000_000L;

    private final SimWorld world = new SimWorld(3);
    private final SimLoop clientLoop = world.loop("c");
    private final SimLoop serverLoop = world.loop("s");
    private final SimPath path = SimPath.PLAYER.withWindow(2048);
    private final SimWire wire = new SimWire(clientLoop, serverLoop, path, 4711);
    private final Heard client = new Heard();
    private final Heard server = new Heard();

    SimWireTest() {
        wire.client().handler(client);
        wire.server().handler(server);
    }

    @Test
    void handsOverWholeRecordsInOrderHoweverTheBytesAreTorn() {
        pings(wire.client(), 1, 200);
        world.runFor(20 * SECOND);

        assertThat(server.pings).isEqualTo(LongStream.rangeClosed(1, 200).boxed().toList());
        assertThat(server.turns).isGreaterThan(1);
    }

    @Test
    void holdsTheSenderBackWhileTheReaderPauses() {
        wire.server().pauseReading();
        pings(wire.client(), 1, 8000);
        world.runFor(20 * SECOND);

        assertThat(server.pings).isEmpty();
        assertThat(wire.client().writable()).isFalse();
        assertThat(client.unwritable).isEqualTo(1);

        wire.server().resumeReading();
        world.runFor(600 * SECOND);

        assertThat(server.pings).hasSize(8000);
        assertThat(wire.client().writable()).isTrue();
    }

    @Test
    void cutsAtTheVeryByte() {
        int recordBytes = pingBytes(1);
        wire.cutAfterUp(3L * recordBytes + 2, SECOND);
        pings(wire.client(), 1, 50);
        world.runFor(5 * SECOND);

        assertThat(server.pings).containsExactly(1L, 2L, 3L);
        assertThat(server.closed).isEqualTo(1);
        assertThat(client.closed).isEqualTo(1);
    }

    @Test
    void leavesOneEndInIgnoranceWhenHalfOpen() {
        wire.cut(0, -1);
        pings(wire.client(), 1, 5);
        world.runFor(100 * SECOND);

        assertThat(client.closed).isEqualTo(1);
        assertThat(server.closed).isZero();
        assertThat(server.pings).isEmpty();
    }

    @Test
    void saysWhyItClosesAndThenIsGone() {
        pings(wire.server(), 1, 3);
        serverLoop.run(() -> wire.server().close(CloseCode.KICKED, 0, "enough"));
        world.runFor(SECOND);

        assertThat(client.pings).containsExactly(1L, 2L, 3L);
        assertThat(client.closes).containsExactly(CloseCode.KICKED.number());
        assertThat(client.closed).isEqualTo(1);
        assertThat(server.closed).isEqualTo(1);
    }

    @Test
    void keepsForAFrozenLoopWhatComesInTheMeantime() {
        serverLoop.freeze();
        pings(wire.client(), 1, 3);
        world.runFor(SECOND);
        assertThat(server.pings).isEmpty();

        serverLoop.wake();
        world.runFor(SECOND);
        assertThat(server.pings).containsExactly(1L, 2L, 3L);
    }

    @Test
    void makesTheSameWorldOfTheSameSeed() {
        assertThat(story(5)).isEqualTo(story(5)).isNotEqualTo(story(6));
    }

    private static long story(long seed) {
        SimWorld world = new SimWorld(seed);
        SimLoop from = world.loop("c");
        SimLoop to = world.loop("s");
        SimWire wire = new SimWire(from, to, SimPath.PLAYER, 1);
        Heard heard = new Heard();
        wire.server().handler(heard);
        heard.onPing = t0 -> world.note("ping " + t0);
        pings(wire.client(), 1, 30);
        world.runFor(SECOND);
        return world.trace().hash();
    }

    private static void pings(SimConnection from, long first, long last) {
        from.loop()
                .run(
                        () -> {
                            for (long t0 = first; t0 <= last; t0++) {
                                from.write(ping(t0));
                            }
                            from.flush();
                        });
    }

    private static int pingBytes(long t0) {
        return ping(t0).readableBytes();
    }

    private static ByteBuf ping(long t0) {
        ByteBuf record = Unpooled.buffer();
        int mark = Records.begin(record);
        new Frame.Ping(t0).write(record);
        Records.end(record, mark);
        return record;
    }

    private static final class Heard implements ConnectionHandler {
        private final List<Long> pings = new ArrayList<>();
        private final List<Integer> closes = new ArrayList<>();
        private LongConsumer onPing = t0 -> {};
        private int turns;
        private int unwritable;
        private int closed;

        @Override
        public void onRecords(ByteBuf records) {
            while (records.isReadable()) {
                int end = Records.enter(records);
                switch (Frame.read(records)) {
                    case Frame.Ping ping -> {
                        pings.add(ping.t0());
                        onPing.accept(ping.t0());
                    }
                    case Frame.Close close -> closes.add(close.code());
                    default -> throw new AssertionError("only these were sent");
                }
                Records.leave(records, end);
            }
        }

        @Override
        public void onReadComplete() {
            turns++;
        }

        @Override
        public void onWritability(boolean writable) {
            unwritable += writable ? 0 : 1;
        }

        @Override
        public void onClosed() {
            closed++;
        }
    }
}
