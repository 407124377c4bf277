package dev.cardea.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.server.admin.DatabaseState;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(20)
class DatabasePulseTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong nanos = new AtomicLong(-SECOND / 2);
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void asksOnceASecondHoweverManyWantToKnow() {
        DatabasePulse pulse = new DatabasePulse(asked::incrementAndGet, nanos::get);
        for (int i = 0; i < 10; i++) {
            assertThat(pulse.state()).isEqualTo(DatabaseState.UP);
            nanos.addAndGet(SECOND / 10);
        }
        assertThat(asked).hasValue(1);
        assertThat(pulse.state()).isEqualTo(DatabaseState.UP);
        assertThat(asked).hasValue(2);
    }

    @Test
    void isDownWhileTheDatabaseThrowsAndUpAgainAfterwards() {
        Runnable question =
                () -> {
                    if (asked.incrementAndGet() == 1) {
                        throw new IllegalStateException("away");
                    }
                };
        DatabasePulse pulse = new DatabasePulse(question, nanos::get);
        assertThat(pulse.state()).isEqualTo(DatabaseState.DOWN);
        nanos.addAndGet(SECOND);
        assertThat(pulse.state()).isEqualTo(DatabaseState.UP);
    }

    @Test
    void isDownIfTheDatabaseHangs() {
        CountDownLatch never = new CountDownLatch(1);
        Runnable question =
                () -> {
                    try {
                        never.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                };
        DatabasePulse pulse = new DatabasePulse(question, nanos::get);
        assertThat(pulse.state()).isEqualTo(DatabaseState.DOWN);
        never.countDown();
    }
}
