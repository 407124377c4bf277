package dev.cardea.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.wire.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class IntakeTest {
    private static final int THREADS = 4;
    private static final int EACH = 2_000;

    private final Intake intake = new Intake();
    private final UnackedInputs inputs = new UnackedInputs();
    private final AtomicInteger calls = new AtomicInteger();

    private record Taken(long n, int value) {}

    @Test
    void givesTheOldestFirstAndCallsOnceForAll() {
        assertThat(add(10)).isEqualTo(1);
        assertThat(add(11)).isEqualTo(2);
        assertThat(add(12)).isEqualTo(3);
        assertThat(calls).hasValue(1);
        assertThat(taken()).containsExactly(new Taken(1, 10), new Taken(2, 11), new Taken(3, 12));
    }

    @Test
    void isEmptyAfterItWasTakenAndNumbersGoOn() {
        assertThat(intake.take()).isNull();
        add(10);
        assertThat(taken()).containsExactly(new Taken(1, 10));
        assertThat(intake.take()).isNull();
        assertThat(add(11)).isEqualTo(2);
        assertThat(calls).hasValue(2);
        assertThat(taken()).containsExactly(new Taken(2, 11));
    }

    @Test
    void placesAndNumbersAgreeHoweverManyThreadsAdd() {
        List<Taken> all = new ArrayList<>();
        AtomicInteger running = new AtomicInteger(THREADS);
        try (var threads = Executors.newFixedThreadPool(THREADS)) {
            for (int t = 0; t < THREADS; t++) {
                int thread = t;
                threads.execute(
                        () -> {
                            for (int i = 0; i < EACH; i++) {
                                add((thread << 16) + i);
                            }
                            running.decrementAndGet();
                        });
            }
            while (running.get() > 0) {
                all.addAll(taken());
            }
        }
        all.addAll(taken());
        assertThat(all).hasSize(THREADS * EACH);
        int[] next = new int[THREADS];
        for (int at = 0; at < all.size(); at++) {
            int value = all.get(at).value();
            assertThat(all.get(at).n()).isEqualTo(at + 1);
            assertThat(value & 0xFFFF).isEqualTo(next[value >> 16]++);
        }
    }

    private long add(int value) {
        byte[] body = {
            (byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value
        };
        return intake.add(inputs, Bytes.copyOf(body), calls::incrementAndGet);
    }

    private List<Taken> taken() {
        List<Taken> taken = new ArrayList<>();
        for (Intake.Entry each = intake.take(); each != null; each = each.next()) {
            ByteBuf in = Unpooled.buffer();
            each.waiting().body().writeTo(in);
            taken.add(new Taken(each.n(), in.readInt()));
        }
        return taken;
    }
}
