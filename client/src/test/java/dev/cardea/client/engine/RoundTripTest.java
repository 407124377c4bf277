package dev.cardea.client.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RoundTripTest {
    private final RoundTrip roundTrip = new RoundTrip();

    @Test
    void beginsWithTheFirstMeasurementAndHalfOfIt() {
        roundTrip.sample(800);
        assertThat(roundTrip.smoothedMicros()).isEqualTo(800);
        assertThat(roundTrip.variationMicros()).isEqualTo(400);
    }

    @Test
    void smoothsByAnEighthAndAQuarter() {
        roundTrip.sample(800);
        roundTrip.sample(1600);
        assertThat(roundTrip.variationMicros()).isEqualTo(400 + (800 - 400) / 4);
        assertThat(roundTrip.smoothedMicros()).isEqualTo(800 + 800 / 8);
    }

    @Test
    void comesToRestOnASteadyWay() {
        roundTrip.sample(100_000);
        for (int i = 0; i < 200; i++) {
            roundTrip.sample(10_000);
        }
        assertThat(roundTrip.smoothedMicros()).isBetween(10_000L, 10_010L);
        assertThat(roundTrip.variationMicros()).isLessThan(20);
    }
}
