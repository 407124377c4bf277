package dev.cardea.client.play;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Goal: what a game cannot mean is refused, and nothing grows without a bound. */
class PlayBoundsTest {
    private static final Motion<Double> LINE = Motion.of(Motion::line);

    @ParameterizedTest
    @ValueSource(doubles = {-0.1, 16.5, Double.NaN, Double.POSITIVE_INFINITY})
    void refusesExtrapolationBeyondItsBounds(double ticks) {
        assertThatThrownBy(() -> LINE.extrapolationTicks(ticks))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("0 to 16");
    }

    @Test
    void refusesARoomWithoutTicksAndACorrectionWithoutTime() {
        assertThatThrownBy(() -> new TickClock(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Prediction<>(LINE, Double::sum, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void keepsTheNewestInputsOfARoomThatNeverAppliesAny() {
        Prediction<Double, Double> mine = new Prediction<>(LINE, Double::sum);
        mine.confirm(0.0, 0);
        for (int n = 1; n <= 1000; n++) {
            mine.input(n, 1.0);
        }
        assertThat(mine.pending()).isEqualTo(Prediction.INPUTS_MAX);
        mine.confirm(0.0, 0);
        assertThat(mine.state()).hasValue((double) Prediction.INPUTS_MAX);
    }

    @Test
    void goesOnBeyondTheNewestRowForAsLongAsItsGameAllows() {
        Interpolation<Double> shown = new Interpolation<>(LINE.extrapolationTicks(2));
        shown.told(1, all -> all.visit(7, 10.0));
        shown.told(2, all -> all.visit(7, 11.0));
        assertThat(shown.at(7, 3)).hasValue(12.0);
        assertThat(shown.at(7, 4)).hasValue(13.0);
        assertThat(shown.at(7, 5)).as("on its way back").hasValue(12.0);
        assertThat(shown.at(7, 6)).as("nothing came for long").hasValue(11.0);
    }

    @Test
    void remembersABoundedPastAndForgetsRowsThatAreGone() {
        Interpolation<Double> shown = new Interpolation<>(LINE);
        Map<Long, Double> rows = new HashMap<>();
        for (long tick = 1; tick <= 200; tick++) {
            rows.put(tick, 0.0);
            rows.remove(tick - 5);
            rows.put(1_000L, (double) tick);
            shown.told(tick, all -> rows.forEach(all::visit));
        }
        assertThat(shown.rows()).isEqualTo(6);
        double oldest = 200 - Interpolation.SAMPLES_MAX + 1;
        assertThat(shown.at(1_000, 0)).hasValue(oldest);
        assertThat(shown.at(195, 200)).isEmpty();
        shown.clear();
        assertThat(shown.rows()).isZero();
    }
}
