package dev.cardea.room.loop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.session.OwnerId;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MetronomeTest {
    private static final long PERIOD_NANOS = 50_000_000;
    private static final long OPENED_NANOS = 1_000;

    private static Metronome metronome(String key) {
        return new Metronome(20, new OwnerId("arena", key), OPENED_NANOS);
    }

    @Test
    void beatsAtEvenTimesWithNumbersFromOne() {
        Metronome beats = metronome("one");
        long first = beats.dueNanos();

        assertThat(beats.beat(0)).isZero();
        assertThat(beats.number()).isEqualTo(1);
        assertThat(beats.beat(PERIOD_NANOS / 2)).isZero();
        assertThat(beats.number()).isEqualTo(2);
        assertThat(beats.dueNanos())
                .as("lateness is not handed on")
                .isEqualTo(first + 2 * 50_000_000);
    }

    @Test
    void roomsBeginAtDifferentTimesWithinOnePeriod() {
        long[] phases =
                IntStream.range(0, 1_000)
                        .mapToLong(i -> metronome("room-" + i).dueNanos() - OPENED_NANOS)
                        .toArray();

        assertThat(LongStream.of(phases)).allMatch(phase -> phase >= 0 && phase < PERIOD_NANOS);
        for (int tenth = 0; tenth < 10; tenth++) {
            long from = tenth * PERIOD_NANOS / 10;
            long here =
                    IntStream.range(0, phases.length)
                            .filter(i -> phases[i] - from >= 0)
                            .filter(i -> phases[i] - from < PERIOD_NANOS / 10)
                            .count();
            assertThat(here).as("tenth %d", tenth).isBetween(60L, 140L);
        }
    }

    @Test
    void owesFourTicksAtMost() {
        Metronome beats = metronome("one");
        long due = beats.dueNanos();
        long now = due + 100 * PERIOD_NANOS;

        assertThat(beats.beat(now - beats.dueNanos())).isEqualTo(97);
        int ticks = 1;
        for (; beats.dueNanos() <= now; ticks++) {
            assertThat(beats.beat(now - beats.dueNanos())).isZero();
        }
        assertThat(ticks).isEqualTo(Metronome.BEHIND_MAX);
        assertThat(beats.number()).as("no gap").isEqualTo(Metronome.BEHIND_MAX);
        assertThat(beats.dueNanos()).as("the beat is kept").isEqualTo(due + 101 * PERIOD_NANOS);
    }
}
