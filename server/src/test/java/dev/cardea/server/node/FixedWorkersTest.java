package dev.cardea.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.net.Loop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class FixedWorkersTest {
    /** A turn that does not return before it is told. */
    private static final class Stuck implements Runnable, Watched {
        private final CountDownLatch release = new CountDownLatch(1);
        private final CountDownLatch reports = new CountDownLatch(3);
        private final AtomicInteger late = new AtomicInteger();

        @Override
        public void run() {
            try {
                release.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public int progress() {
            return 7;
        }

        @Override
        public String doing() {
            return "a test";
        }

        @Override
        public void late(long millis) {
            late.set((int) millis);
            reports.countDown();
        }
    }

    @Test
    void reportsATurnThatDoesNotReturnWithDoublingTimes() throws Exception {
        try (FixedWorkers workers = new FixedWorkers(1, Duration.ofMillis(10))) {
            Stuck stuck = new Stuck();
            workers.execute(stuck);
            stuck.reports.await();
            assertThat(stuck.late.get()).isGreaterThanOrEqualTo(40);
            stuck.release.countDown();
        }
    }

    @Test
    void runsEachTurnOnceAndSurvivesOneThatThrows() throws Exception {
        CountDownLatch done = new CountDownLatch(1000);
        try (FixedWorkers workers = new FixedWorkers(2, Duration.ofSeconds(1))) {
            for (int i = 0; i < 1000; i++) {
                boolean fails = i % 100 == 0;
                workers.execute(
                        () -> {
                            done.countDown();
                            if (fails) {
                                throw new IllegalStateException("as asked");
                            }
                        });
            }
            assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void firesTimersUnlessTheyAreCancelled() throws Exception {
        try (FixedWorkers workers = new FixedWorkers(1, Duration.ofSeconds(1))) {
            CountDownLatch fired = new CountDownLatch(1);
            AtomicInteger cancelled = new AtomicInteger();
            Loop.Timer timer = workers.after(5_000_000, cancelled::incrementAndGet);
            timer.cancel();
            workers.after(20_000_000, fired::countDown);
            fired.await();
            assertThat(cancelled).hasValue(0);
        }
    }

    @Test
    void finishesWhatWaitsWhenItIsClosed() {
        AtomicInteger ran = new AtomicInteger();
        FixedWorkers workers = new FixedWorkers(2, Duration.ofSeconds(1));
        for (int i = 0; i < 100; i++) {
            workers.execute(ran::incrementAndGet);
        }
        workers.close();
        assertThat(ran).hasValue(100);
    }

    @Test
    void finishesWhatTurnsBringAboutWhenItIsClosed() {
        AtomicInteger ran = new AtomicInteger();
        FixedWorkers workers = new FixedWorkers(1, Duration.ofSeconds(1));
        CountDownLatch closing = new CountDownLatch(1);
        workers.execute(() -> await(closing));
        Runnable[] again = new Runnable[1];
        again[0] =
                () -> {
                    if (ran.incrementAndGet() < 5) {
                        workers.execute(again[0]);
                    }
                };
        workers.execute(again[0]);
        Thread closer = Thread.ofVirtual().start(workers::close);
        closing.countDown();
        join(closer);
        assertThat(ran).hasValue(5);
    }

    @Test
    void losesNoThreadToATurnThatInterruptsItself() throws Exception {
        CountDownLatch done = new CountDownLatch(100);
        try (FixedWorkers workers = new FixedWorkers(1, Duration.ofSeconds(1))) {
            for (int i = 0; i < 100; i++) {
                workers.execute(
                        () -> {
                            assertThat(Thread.interrupted()).isFalse();
                            Thread.currentThread().interrupt();
                            done.countDown();
                        });
            }
            assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }
}
