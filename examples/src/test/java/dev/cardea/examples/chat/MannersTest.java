package dev.cardea.examples.chat;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class MannersTest {
    private static final long ANN = 1;
    private static final long BEN = 2;

    private Manners manners = Manners.of(3, 1000);

    @Test
    void letsABurstPassAndThenAsksForPatience() {
        say(ANN, 0);
        say(ANN, 0);
        say(ANN, 0);
        assertThat(manners.waitMillis(ANN, 0)).isEqualTo(OptionalLong.of(1000));
        assertThat(manners.waitMillis(ANN, 999)).isEqualTo(OptionalLong.of(1));
        assertThat(manners.waitMillis(ANN, 1000)).isEmpty();
    }

    @Test
    void keepsThePaceAfterTheBurst() {
        for (int line = 0; line < 3; line++) {
            say(ANN, 0);
        }
        for (int second = 1; second < 10; second++) {
            say(ANN, second * 1000L);
            assertThat(manners.waitMillis(ANN, second * 1000L)).isPresent();
        }
    }

    @Test
    void givesTheBurstBackToWhoWasSilent() {
        for (int line = 0; line < 3; line++) {
            say(ANN, 0);
        }
        for (int line = 0; line < 3; line++) {
            say(ANN, 60_000);
        }
        assertThat(manners.waitMillis(ANN, 60_000)).isPresent();
    }

    @Test
    void countsEachMemberAlone() {
        for (int line = 0; line < 3; line++) {
            say(ANN, 0);
        }
        assertThat(manners.waitMillis(BEN, 0)).isEmpty();
    }

    @Test
    void forgetsWhoLeft() {
        say(ANN, 0);
        say(BEN, 0);
        manners = manners.without(ANN);
        assertThat(manners.talkers()).extracting(Manners.Talker::member).containsExactly(BEN);
    }

    private void say(long member, long nowMillis) {
        assertThat(manners.waitMillis(member, nowMillis)).isEmpty();
        manners = manners.after(member, nowMillis);
    }
}
