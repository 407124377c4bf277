package dev.cardea.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cardea.room.LeaveReason;
import dev.cardea.wire.CloseCode;
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
            assertCovered(counts);
        }
    }

    private static void assertCovered(Map<String, Integer> counts) {
        for (LiveFaults.Kind kind : LiveFaults.Kind.values()) {
            assertThat(counts).as("happened").containsKey("fault " + kind);
        }
        for (LeaveReason why : LeaveReason.values()) {
            if (why != LeaveReason.SERVER_CLOSING) { // a node that dies says nothing
                assertThat(counts).as("ends of memberships").containsKey("left " + why);
            }
        }
        assertThat(counts).containsKeys("resumed FRESH", "resumed RECOVERED", "inputs lost");
        assertThat(counts).containsKeys("node: inputs found no place", "node: links overran");
        assertThat(counts).containsKeys("node: requests late", "request sent again");
        assertThat(counts).containsKeys("link broken with ATTACH under way");
        assertThat(counts).containsKeys(closed(CloseCode.SLOW_CONSUMER));
        assertThat(counts).containsKeys(closed(CloseCode.LOGGED_IN_ELSEWHERE));
    }

    private static String closed(CloseCode code) {
        return "closed " + code.number();
    }

    @Test
    void doesTheSameAgainWithTheSameSeed() {
        assertThat(hash(17)).isEqualTo(hash(17)).isNotEqualTo(hash(18));
    }

    private static long hash(long seed) {
        return LiveRun.random(seed).world().trace().hash();
    }
}
