package dev.cardea.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.service.RequestMemory.Remembered;
import dev.cardea.service.RequestMemory.Step;
import dev.cardea.wire.ReplyStatus;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Rule R14, sentence by sentence. */
class RequestMemoryTest {
    private static final long SECOND = 1_000_000_000L;
    private final RequestMemory<String> memory = new RequestMemory<>();
    private long now = 17;

    private Step<String> first(int correlation) {
        return memory.admit(correlation, false, false, "call " + correlation, now);
    }

    private Step<String> retry(int correlation) {
        return memory.admit(correlation, true, false, "retry " + correlation, now);
    }

    private Step<String> retryIdempotent(int correlation) {
        return memory.admit(correlation, true, true, "retry " + correlation, now);
    }

    private boolean settle(int correlation, int bytes) {
        String call = memory.computing(correlation);
        Remembered reply = new Remembered(ReplyStatus.OK, 0, new byte[bytes], now);
        return memory.settle(correlation, call == null ? "nobody" : call, reply);
    }

    private void run(int correlation, int bytes) {
        assertThat(first(correlation)).isInstanceOf(Step.Run.class);
        assertThat(settle(correlation, bytes)).isTrue();
    }

    private static int status(Step<String> step) {
        assertThat(step).isInstanceOf(Step.Answer.class);
        return ((Step.Answer<String>) step).reply().status();
    }

    @Test
    void runsARequestThatItDoesNotKnow() {
        assertThat(first(1)).isInstanceOf(Step.Run.class);
        assertThat(first(2)).isInstanceOf(Step.Run.class);
    }

    @Test
    void answersARepeatedRequestFromMemory() {
        run(1, 7);
        assertThat(retry(1))
                .isInstanceOfSatisfying(
                        Step.Answer.class, a -> assertThat(a.reply().body()).hasSize(7));
        assertThat(status(first(1))).describedAs("also without RETRY").isEqualTo(ReplyStatus.OK);
    }

    @Test
    void joinsARequestThatIsStillComputed() {
        first(1);
        assertThat(retry(1)).isEqualTo(new Step.Join<>("call 1"));
        assertThat(memory.computing(1)).isEqualTo("call 1");
        settle(1, 0);
        assertThat(memory.computing(1)).isNull();
        assertThat(status(retry(1))).isEqualTo(ReplyStatus.OK);
    }

    @Test
    void settlesOnce() {
        first(1);
        assertThat(settle(1, 3)).isTrue();
        assertThat(settle(1, 4)).isFalse();
        assertThat(settle(9, 4)).describedAs("never admitted").isFalse();
    }

    @Test
    void settlesNothingOfARunThatTookThePlaceOfAForgottenOne() {
        memory.admit(1, false, true, "first run", now);
        assertThat(memory.settle(1, "first run", new Remembered(0, 0, new byte[1], now))).isTrue();
        now += 60 * SECOND;
        memory.admit(1, true, true, "second run", now);
        assertThat(memory.settle(1, "first run", new Remembered(0, 0, new byte[1], now))).isFalse();
        assertThat(memory.computing(1)).isEqualTo("second run");
    }

    @Test
    void runsARepeatedIdempotentRequestThatItDoesNotKnow() {
        assertThat(retryIdempotent(4)).isInstanceOf(Step.Run.class);
    }

    @Test
    void doesNotRunARepeatedPlainRequestThatItDoesNotKnow() {
        assertThat(status(retry(4))).isEqualTo(ReplyStatus.UNKNOWN_OUTCOME);
    }

    @Test
    void remembersAnUnknownOutcomeLikeAReplySoThatALateFirstCopyDoesNotRun() {
        retry(4);
        assertThat(status(first(4))).isEqualTo(ReplyStatus.UNKNOWN_OUTCOME);
    }

    @Test
    void keepsTheNewest256Replies() {
        for (int c = 1; c <= 257; c++) {
            run(c, 1);
        }
        assertThat(memory.forgotten()).isEqualTo(1);
        assertThat(status(retry(2))).isEqualTo(ReplyStatus.OK);
        assertThat(status(retry(257))).isEqualTo(ReplyStatus.OK);
        assertThat(status(retry(1))).isEqualTo(ReplyStatus.UNKNOWN_OUTCOME);
    }

    @Test
    void keepsAtMost64KibibytesOfBodies() {
        run(1, 40_000);
        run(2, 20_000);
        assertThat(memory.forgotten()).isZero();
        run(3, 10_000);
        assertThat(memory.forgotten()).isEqualTo(1);
        run(4, 70_000);
        assertThat(memory.forgotten()).isEqualTo(4);
        assertThat(memory.isEmpty()).isTrue();
    }

    @Test
    void keepsAReplyFor60Seconds() {
        run(1, 1);
        now += 60 * SECOND - 1;
        assertThat(status(retry(1))).isEqualTo(ReplyStatus.OK);
        now += 1;
        assertThat(status(retry(1))).isEqualTo(ReplyStatus.UNKNOWN_OUTCOME);
    }

    @Test
    void forgetsOldRepliesWhenItIsTold() {
        run(1, 1);
        run(2, 1);
        now += 30 * SECOND;
        run(3, 1);
        first(4);
        now += 30 * SECOND;
        memory.expire(now);
        assertThat(memory.forgotten()).isEqualTo(2);
        assertThat(status(retry(3))).isEqualTo(ReplyStatus.OK);
        assertThat(retry(4)).isInstanceOf(Step.Join.class);
    }

    @Test
    void doesNotRunAPlainRequestAtOrBelowTheHighestThatItForgot() {
        run(5, 1);
        now += 60 * SECOND;
        memory.expire(now);
        assertThat(status(first(5))).isEqualTo(ReplyStatus.UNKNOWN_OUTCOME);
        assertThat(status(first(3))).isEqualTo(ReplyStatus.UNKNOWN_OUTCOME);
        assertThat(first(6)).isInstanceOf(Step.Run.class);
        assertThat(memory.admit(2, false, true, "again", now))
                .describedAs("an idempotent one may run twice")
                .isInstanceOf(Step.Run.class);
    }

    @Test
    void forgetsNoRequestThatIsComputed() {
        first(1);
        for (int c = 2; c <= 400; c++) {
            run(c, 1);
        }
        now += 120 * SECOND;
        memory.expire(now);
        assertThat(retry(1)).isEqualTo(new Step.Join<>("call 1"));
        assertThat(settle(1, 1)).isTrue();
        assertThat(status(retry(1))).isEqualTo(ReplyStatus.OK);
    }

    @Test
    void refusesMoreThan64UnderWayAndDoesNotRememberThat() {
        for (int c = 1; c <= RequestMemory.COMPUTING_MAX; c++) {
            assertThat(first(c)).isInstanceOf(Step.Run.class);
        }
        assertThat(first(65)).isInstanceOf(Step.Busy.class);
        settle(1, 0);
        assertThat(first(65)).isInstanceOf(Step.Run.class);
    }

    @Test
    void comparesCorrelationsAsUnsigned() {
        run(Integer.MAX_VALUE, 1);
        run(Integer.MIN_VALUE, 1);
        run(-1, 1);
        assertThat(status(retry(Integer.MAX_VALUE))).isEqualTo(ReplyStatus.OK);
        now += 60 * SECOND;
        memory.expire(now);
        assertThat(memory.forgotten()).isEqualTo(-1);
        assertThat(status(first(Integer.MIN_VALUE))).isEqualTo(ReplyStatus.UNKNOWN_OUTCOME);
    }

    @Test
    void givesItsMemoryBackWhenAllIsOld() {
        for (int c = 1; c <= 200; c++) {
            run(c, 1);
        }
        now += 60 * SECOND;
        memory.expire(now);
        assertThat(memory.isEmpty()).isTrue();
        assertThat(first(201)).isInstanceOf(Step.Run.class);
    }

    /** Any order of first copies, repeats and answers: nothing plain runs twice. */
    @Test
    void neverRunsAPlainRequestTwice() {
        for (int seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            RequestMemory<String> any = new RequestMemory<>();
            boolean[] ran = new boolean[600];
            long time = 0;
            for (int i = 0; i < 2_000; i++) {
                int c = 1 + random.nextInt(Math.min(599, 1 + i / 2));
                time += random.nextInt(100) == 0 ? 70 * SECOND : SECOND / 100;
                switch (random.nextInt(3)) {
                    case 0 ->
                            any.settle(
                                    c,
                                    "x",
                                    new Remembered(0, 0, new byte[random.nextInt(900)], time));
                    case 1 -> ran(any.admit(c, false, false, "x", time), ran, c, seed);
                    default -> ran(any.admit(c, true, false, "x", time), ran, c, seed);
                }
            }
        }
    }

    private static void ran(Step<String> step, boolean[] ran, int correlation, int seed) {
        if (step instanceof Step.Run) {
            assertThat(ran[correlation]).describedAs("seed %d: %d", seed, correlation).isFalse();
            ran[correlation] = true;
        }
    }
}
