package dev.cardea.server.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The simulation's own exam: builds that are broken on purpose, each by a change of one line. It
 * must find every one of them, and name the promise that it breaks.
 */
class BrokenBuildsSimTest {
    /** Within so many seeds each must be found out; most need a handful. */
    private static final int SEEDS_MAX = 120;

    private static final int SEEDS_OF_THE_REAL = 30;

    private static final String CLIENT = "client";
    private static final String CLIENT_STREAM = "dev.cardea.client.engine.ClientStream";
    private static final String BASE_LINE = "boolean base = firstInput && n != applied + 1;";

    private static final String STREAM = "dev.cardea.stream.OwnerStream";

    /**
     * @param caughtBy the invariants that may show it
     */
    record Broken(
            String name,
            String module,
            String type,
            String snippet,
            String replacement,
            Set<String> caughtBy) {
        @Override
        public String toString() {
            return name;
        }

        OtherBuild build() {
            return OtherBuild.with(module, type, snippet, replacement);
        }
    }

    static List<Broken> broken() {
        return List.of(
                new Broken(
                        "resume off by one",
                        "core",
                        "dev.cardea.stream.Ring",
                        "entry.seq() > seq &&",
                        "entry.seq() > seq + 1 &&",
                        Set.of("I1", "I3")),
                new Broken(
                        "resend without dedupe",
                        "core",
                        STREAM,
                        "if (ahead <= 0) {",
                        "if (ahead == Integer.MIN_VALUE) {",
                        Set.of("I2")),
                new Broken(
                        "no attempt check",
                        "core",
                        STREAM,
                        "if (!admits(seat, who.attempt())) {",
                        "if (seat.number() < 0) {",
                        Set.of("I5", "I6")),
                new Broken(
                        "replay without the missed tail",
                        "core",
                        STREAM,
                        "seat.cursor = from;",
                        "seat.cursor = seq;",
                        Set.of("I1", "I3")),
                new Broken(
                        "BASE missing",
                        CLIENT,
                        CLIENT_STREAM,
                        BASE_LINE,
                        "boolean base = false;",
                        Set.of("I3")));
    }

    /** The real sources, made and loaded in the same way. */
    private final OtherBuild real = OtherBuild.with(CLIENT, CLIENT_STREAM, BASE_LINE, BASE_LINE);

    @ParameterizedTest
    @MethodSource("broken")
    void isFoundOut(Broken broken) {
        OtherBuild build = broken.build();
        for (long seed = 1; seed <= SEEDS_MAX; seed++) {
            String verdict = build.verdict(seed);
            if (verdict != null) {
                System.out.println("sim: " + broken + ": seed " + seed + ": " + verdict);
                assertThat(broken.caughtBy()).as(verdict).contains(invariant(verdict));
                assertThat(real.verdict(seed)).as("the real build with that seed").isNull();
                return;
            }
        }
        fail(broken + " is not found out within " + SEEDS_MAX + " seeds");
    }

    private static String invariant(String verdict) {
        return verdict.substring(0, Math.max(0, verdict.indexOf(':')));
    }

    @Test
    void findsNothingInTheRealBuildMadeTheSameWay() {
        for (long seed = 1; seed <= SEEDS_OF_THE_REAL; seed++) {
            assertThat(real.verdict(seed)).as("seed %d", seed).isNull();
        }
    }
}
