package dev.cardea.client.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Goal: what is shown runs evenly, and is there when it is wanted, at a delay that the network asks
 * for; method: patches that come late by chance, in time that the test makes up.
 */
class PlayoutClockTest {
    private static final int RATE = 20;
    private static final long TICK_NANOS = 1_000_000_000L / RATE;
    private static final long PICTURE_NANOS = 1_000_000_000L / 60;

    private final TickClock ticks = new TickClock(RATE);
    private final PlayoutClock clock = new PlayoutClock(ticks);

    /** How the arrivals are: at most so late, beyond a constant way. */
    private final class Run {
        private final SplittableRandom random;
        private final long lateNanosMax;
        private long tick = 1;
        private long newest;
        private long arrivesNanos;
        double slowest = Double.MAX_VALUE;
        double fastest;
        int pictures;
        int starved;

        Run(long seed, long lateNanosMax) {
            this.random = new SplittableRandom(seed);
            this.lateNanosMax = lateNanosMax;
        }

        private void next() {
            long late = lateNanosMax == 0 ? 0 : random.nextLong(lateNanosMax);
            arrivesNanos = Math.max(arrivesNanos, tick * TICK_NANOS + late);
        }

        /** Pictures until {@code endNanos}; the first second is not judged. */
        void until(long endNanos) {
            double before = 0;
            next();
            for (long now = 0; now < endNanos; now += PICTURE_NANOS) {
                while (arrivesNanos <= now) {
                    newest = tick;
                    clock.told(tick++, arrivesNanos);
                    next();
                }
                double shown = clock.tickAt(now);
                if (now > 1_000_000_000L) {
                    pictures++;
                    double pace = (shown - before) * TICK_NANOS / PICTURE_NANOS;
                    slowest = Math.min(slowest, pace);
                    fastest = Math.max(fastest, pace);
                    starved += shown > newest ? 1 : 0;
                }
                before = shown;
            }
        }
    }

    @Test
    void withoutJitterTheDelayFallsToOneTick() {
        Run run = new Run(1, 0);
        run.until(30_000_000_000L);
        assertThat(clock.delayTicksAt(30_000_000_000L)).isCloseTo(1, within(0.05));
        assertThat(run.starved).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1, 10", "2, 50", "3, 120"})
    void patchesAreThereWhenTheyAreShownAndTimeRunsEvenly(long seed, long lateMillisMax) {
        Run run = new Run(seed, lateMillisMax * 1_000_000);
        run.until(60_000_000_000L);
        assertThat(run.slowest).isGreaterThan(0.79);
        assertThat(run.fastest).isLessThan(1.21);
        assertThat(run.starved).as("of " + run.pictures).isLessThan(run.pictures / 100);
        double delayMillis = clock.delayTicksAt(60_000_000_000L) * TICK_NANOS / 1e6;
        assertThat(delayMillis).isLessThan(50 + 2.5 * lateMillisMax + 10);
    }

    @Test
    void theDelayStaysWithinItsBounds() {
        PlayoutClock fixed = new PlayoutClock(new TickClock(RATE), 3, 3);
        SplittableRandom random = new SplittableRandom(4);
        for (int tick = 1; tick < 500; tick++) {
            long now = tick * TICK_NANOS + random.nextLong(TICK_NANOS);
            fixed.told(tick, now);
            assertThat(fixed.delayTicksAt(now)).isEqualTo(3);
        }
    }

    @Test
    void showsNothingBeforeATickIsKnown() {
        clock.told(0, 5);
        assertThat(clock.tickAt(10)).isZero();
        assertThat(ticks.roomTickAt(10, Duration.ofMillis(50))).isZero();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-1, Double.NaN})
    void refusesADelayThatIsNone(double ticksMin) {
        assertThatThrownBy(() -> new PlayoutClock(ticks, ticksMin, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ticks of delay");
        assertThatThrownBy(() -> new PlayoutClock(ticks, 3, ticksMin))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
