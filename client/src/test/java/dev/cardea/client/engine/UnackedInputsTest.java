package dev.cardea.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.wire.Bytes;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UnackedInputsTest {
    private final UnackedInputs inputs = new UnackedInputs();
    private long last;

    @Test
    void numbersGoOnBeyondTwoToThe32() {
        inputs.numberFrom(-2);
        add();
        add();
        add();
        assertThat(inputs.next()).isEqualTo(1);
        inputs.dropUpTo(-1);
        assertThat(inputs.first()).isEqualTo(0);
        assertThat(inputs.size()).isEqualTo(1);
    }

    @Test
    void anOldAcknowledgementDropsNothing() {
        inputs.numberFrom(10);
        add();
        inputs.dropUpTo(9);
        inputs.dropUpTo(-5);
        assertThat(inputs.size()).isEqualTo(1);
    }

    @Test
    void neverReservesMoreThanTheBoundFromManyThreads() {
        AtomicInteger taken = new AtomicInteger();
        try (var threads = Executors.newFixedThreadPool(4)) {
            for (int i = 0; i < 4; i++) {
                threads.execute(() -> takeAll(taken));
            }
        }
        assertThat(taken).hasValue(UnackedInputs.COUNT_MAX);
    }

    private void takeAll(AtomicInteger taken) {
        for (int i = 0; i < UnackedInputs.COUNT_MAX; i++) {
            if (inputs.reserve(10)) {
                taken.incrementAndGet();
            }
        }
    }

    private void add() {
        assertThat(inputs.reserve(1)).isTrue();
        inputs.add(++last, Bytes.copyOf(new byte[] {1}));
    }
}
