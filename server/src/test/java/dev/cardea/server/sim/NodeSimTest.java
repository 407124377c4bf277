package dev.cardea.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * The server's own node behind its own gateways, with faults of chance. The properties are those of
 * {@link RandomSimTest}.
 */
class NodeSimTest {
    private static final int SEEDS_DEFAULT = 300;

    @Test
    void keepsItsPromisesWhateverHappens() {
        int seeds = Integer.getInteger("cardea.sim.seeds", SEEDS_DEFAULT);
        long first = Long.getLong("cardea.sim.first", 1);
        Map<String, Integer> counts = new TreeMap<>();
        for (long seed = first; seed < first + seeds; seed++) {
            LiveRun run = LiveRun.random(seed).assertGood("./cardea sim 1 " + seed);
            run.judge().counts().forEach((what, n) -> counts.merge(what, n, Integer::sum));
        }
        System.out.println("sim: the node, " + seeds + " seeds from " + first);
        counts.forEach((what, n) -> System.out.printf("sim: %8d %s%n", n, what));
        if (seeds >= SEEDS_DEFAULT) {
            for (LiveFaults.Kind kind : LiveFaults.Kind.values()) {
                assertThat(counts).as("happened").containsKey("fault " + kind);
            }
        }
    }

    @Test
    void doesTheSameAgainWithTheSameSeed() {
        assertThat(hash(17)).isEqualTo(hash(17)).isNotEqualTo(hash(18));
    }

    private static long hash(long seed) {
        return LiveRun.random(seed).world().trace().hash();
    }
}
