package dev.cardea.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Runs with faults of chance. {@code -Dcardea.sim.seeds=1000} makes it that many, {@code
 * -Dcardea.sim.first=K} begins with seed K, {@code -Dcardea.sim.trace=4000} prints more of a failed
 * one.
 */
class RandomSimTest {
    private static final int SEEDS_DEFAULT = 1000;
    private static final int SEEDS_A_LINE = 250;

    @Test
    void keepsItsPromisesWhateverHappens() {
        int seeds = Integer.getInteger("cardea.sim.seeds", SEEDS_DEFAULT);
        long first = Long.getLong("cardea.sim.first", 1);
        Map<String, Integer> counts = new TreeMap<>();
        long facts = 0;
        for (int i = 0; i < seeds; i++) {
            long seed = first + i;
            SimRun run = SimRun.random(seed).assertGood("./cardea sim 1 " + seed);
            facts += run.cluster().facts();
            run.cluster().counts().forEach((what, n) -> counts.merge(what, n, Integer::sum));
            if ((i + 1) % SEEDS_A_LINE == 0) {
                System.out.println("sim: " + (i + 1) + " of " + seeds + " seeds are good");
            }
        }
        System.out.println("sim: " + seeds + " seeds from " + first + ", " + facts + " facts");
        counts.forEach((what, n) -> System.out.printf("sim: %8d %s%n", n, what));
        if (seeds >= SEEDS_DEFAULT) {
            assertCovered(counts);
        }
    }

    private static void assertCovered(Map<String, Integer> counts) {
        for (Scenario scenario : Scenario.values()) {
            assertThat(counts).as("came up by chance").containsKey(scenario.toString());
        }
        for (SimFaults.Kind kind : SimFaults.Kind.values()) {
            assertThat(counts).as("happened").containsKey("fault " + kind);
        }
    }

    @Test
    void doesTheSameAgainWithTheSameSeed() {
        assertThat(hash(17)).isEqualTo(hash(17)).isNotEqualTo(hash(18));
    }

    private static long hash(long seed) {
        return SimRun.random(seed).world().trace().hash();
    }
}
