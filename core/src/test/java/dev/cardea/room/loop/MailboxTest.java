package dev.cardea.room.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.loop.Mailbox.Offer;
import dev.cardea.stream.LinkFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class MailboxTest {
    private final Mailbox mailbox = new Mailbox();
    private final LinkLog link = new LinkLog();

    private Mail.Input input(int n) {
        return new Mail.Input(link, new LinkFrame.Input(1, 1, false, 1, n), "x");
    }

    private static Mail.Answer answer(long number) {
        return new Mail.Answer(number, null);
    }

    private static Mail.Post post() {
        return new Mail.Post("x", posted -> {});
    }

    @Test
    void asksForARunOnlyWhenNoneIsDue() {
        assertThat(mailbox.offer(answer(1))).isEqualTo(Offer.WAKE);
        assertThat(mailbox.offer(answer(2))).isEqualTo(Offer.QUEUED);
        assertThat(mailbox.take()).isEqualTo(answer(1));
        assertThat(mailbox.offer(answer(3))).isEqualTo(Offer.QUEUED);
        assertThat(mailbox.take()).isEqualTo(answer(2));
        assertThat(mailbox.take()).isEqualTo(answer(3));
        assertThat(mailbox.take()).isNull();
        assertThat(mailbox.rest()).isTrue();
        assertThat(mailbox.offer(answer(4))).isEqualTo(Offer.WAKE);
    }

    @Test
    void doesNotRestWhileThereIsMail() {
        mailbox.offer(answer(1));
        mailbox.offer(answer(2));
        mailbox.take();
        assertThat(mailbox.rest()).describedAs("taken, not run").isFalse();
        mailbox.take();
        mailbox.offer(answer(3));
        assertThat(mailbox.rest()).describedAs("new").isFalse();
        assertThat(mailbox.take()).isEqualTo(answer(3));
        assertThat(mailbox.rest()).isTrue();
    }

    @Test
    void wakesWithoutMailOnce() {
        assertThat(mailbox.wake()).isEqualTo(Offer.WAKE);
        assertThat(mailbox.wake()).isEqualTo(Offer.QUEUED);
        assertThat(mailbox.take()).isNull();
        assertThat(mailbox.rest()).isTrue();
        assertThat(mailbox.wake()).isEqualTo(Offer.WAKE);
    }

    @Test
    void boundsTheInputsOfOneMember() {
        Lane lane = new Lane();
        for (int n = 1; n <= Lane.INPUTS_MAX; n++) {
            assertThat(mailbox.offerInput(input(n), lane, 10)).isNotEqualTo(Offer.FULL);
        }
        assertThat(mailbox.offerInput(input(65), lane, 10)).isEqualTo(Offer.FULL);
        assertThat(mailbox.offerInput(input(1), new Lane(), 10)).isEqualTo(Offer.QUEUED);
        mailbox.take();
        assertThat(mailbox.offerInput(input(66), lane, 10)).isEqualTo(Offer.QUEUED);
    }

    @Test
    void boundsInputsAndPostsTogetherButNoOtherMail() {
        for (int i = 0; i < Mailbox.EVENTS_MAX; i++) {
            assertThat(mailbox.offerPost(post())).isNotEqualTo(Offer.FULL);
        }
        assertThat(mailbox.offerPost(post())).isEqualTo(Offer.FULL);
        assertThat(mailbox.offerInput(input(1), new Lane(), 1)).isEqualTo(Offer.FULL);
        assertThat(mailbox.offer(new Mail.Detach(link, 1))).isEqualTo(Offer.QUEUED);
        assertThat(mailbox.waiting()).isEqualTo(Mailbox.EVENTS_MAX);
    }

    @Test
    void givesPlacesBackAtTheEndOfARun() {
        for (int i = 0; i < Mailbox.EVENTS_MAX; i++) {
            mailbox.offerPost(post());
        }
        mailbox.take();
        mailbox.rest();
        assertThat(mailbox.offerPost(post())).isEqualTo(Offer.QUEUED);
        assertThat(mailbox.offerPost(post())).isEqualTo(Offer.FULL);
    }

    @Test
    void boundsTheBytesOfInputs() {
        int half = Mailbox.BYTES_MAX / 2;
        assertThat(mailbox.offerInput(input(1), new Lane(), half)).isEqualTo(Offer.WAKE);
        assertThat(mailbox.offerInput(input(1), new Lane(), half)).isEqualTo(Offer.QUEUED);
        assertThat(mailbox.offerInput(input(1), new Lane(), 1)).isEqualTo(Offer.FULL);
        while (mailbox.take() != null) {}
        assertThat(mailbox.rest()).isTrue();
        assertThat(mailbox.waiting()).isZero();
        assertThat(mailbox.offerInput(input(2), new Lane(), half)).isEqualTo(Offer.WAKE);
    }

    @Test
    void boundsWhatOneConnectionMayHaveWaitingBesideInputs() {
        Lane lane = new Lane();
        for (int i = 0; i < Lane.CONTROLS_MAX; i++) {
            assertThat(mailbox.offer(new Mail.Detach(link, 1), lane)).isNotEqualTo(Offer.FULL);
        }
        assertThat(mailbox.offer(new Mail.Detach(link, 1), lane)).isEqualTo(Offer.FULL);
        mailbox.take();
        assertThat(mailbox.offer(new Mail.Detach(link, 1), lane)).isEqualTo(Offer.QUEUED);
    }

    @Test
    void givesOutWhatWaitsWhenItIsClosedAndTakesNothingMore() {
        mailbox.offer(answer(1));
        mailbox.offer(answer(2));
        assertThat(mailbox.take()).isEqualTo(answer(1));
        mailbox.offer(answer(3));
        mailbox.close();
        assertThat(mailbox.offer(answer(4))).isEqualTo(Offer.CLOSED);
        assertThat(mailbox.offerPost(post())).isEqualTo(Offer.CLOSED);
        assertThat(mailbox.wake()).isEqualTo(Offer.CLOSED);
        assertThat(mailbox.take()).isEqualTo(answer(2));
        assertThat(mailbox.take()).isEqualTo(answer(3));
        assertThat(mailbox.take()).isNull();
        assertThat(mailbox.rest()).isTrue();
        assertThat(mailbox.closed()).isTrue();
    }

    @Test
    void closesIfEmptyOnlyWhenNothingWaits() {
        mailbox.offer(answer(1));
        mailbox.take();
        mailbox.offer(answer(2));
        assertThat(mailbox.closeIfEmpty()).isFalse();
        assertThat(mailbox.take()).isEqualTo(answer(2));
        assertThat(mailbox.closeIfEmpty()).isTrue();
        assertThat(mailbox.offer(answer(3))).isEqualTo(Offer.CLOSED);
    }

    /** Four threads offer, two run: each mail is taken once, in each thread's order. */
    @Test
    @Timeout(30)
    void losesAndDoublesNothingBetweenThreads() throws Exception {
        int producers = 4;
        int each = 20_000;
        List<List<Long>> taken = new ArrayList<>();
        for (int i = 0; i < producers; i++) {
            taken.add(new ArrayList<>());
        }
        AtomicInteger running = new AtomicInteger();
        AtomicInteger total = new AtomicInteger();
        try (ExecutorService workers = Executors.newFixedThreadPool(2);
                ExecutorService senders = Executors.newFixedThreadPool(producers)) {
            Runnable[] run = new Runnable[1];
            run[0] =
                    () -> {
                        assertThat(running.incrementAndGet()).isEqualTo(1);
                        for (int i = 0; i < 50; i++) {
                            if (mailbox.take() instanceof Mail.Answer(long number, Object _)) {
                                taken.get((int) (number / each)).add(number);
                                total.incrementAndGet();
                            }
                        }
                        running.decrementAndGet();
                        if (!mailbox.rest()) {
                            workers.execute(run[0]);
                        }
                    };
            List<Future<?>> done = new ArrayList<>();
            for (long p = 0; p < producers; p++) {
                long first = p * each;
                done.add(
                        senders.submit(
                                () -> {
                                    for (long i = first; i < first + each; i++) {
                                        if (mailbox.offer(answer(i)) == Offer.WAKE) {
                                            workers.execute(run[0]);
                                        }
                                    }
                                }));
            }
            for (Future<?> one : done) {
                one.get();
            }
            while (total.get() < producers * each) {
                Thread.onSpinWait();
            }
        }
        for (int p = 0; p < producers; p++) {
            assertThat(taken.get(p)).hasSize(each).isSorted();
        }
    }
}
