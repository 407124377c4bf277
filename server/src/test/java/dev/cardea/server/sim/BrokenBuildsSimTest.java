package dev.cardea.server.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

    private static final String STREAM = "dev.cardea.stream.OwnerStream";

    static List<BrokenBuild> broken() {
        return List.of(
                new BrokenBuild(
                        "resume off by one",
                        "core",
                        "dev.cardea.stream.Ring",
                        "entry.seq() > seq &&",
                        "entry.seq() > seq + 1 &&",
                        List.of("I1:", "I3:")),
                new BrokenBuild(
                        "resend without dedupe",
                        "core",
                        STREAM,
                        "if (ahead <= 0) {",
                        "if (ahead == Integer.MIN_VALUE) {",
                        List.of("I2:")),
                new BrokenBuild(
                        "no attempt check",
                        "core",
                        STREAM,
                        "if (!admits(seat, who.attempt())) {",
                        "if (seat.number() < 0) {",
                        List.of("I5:", "I6:")),
                new BrokenBuild(
                        "replay without the missed tail",
                        "core",
                        STREAM,
                        "seat.cursor = from;",
                        "seat.cursor = seq;",
                        List.of("I1:", "I3:")),
                new BrokenBuild(
                        "BASE missing",
                        CLIENT,
                        CLIENT_STREAM,
                        "boolean base = firstInput && n != applied + 1;",
                        "boolean base = false;",
                        List.of("I3:")));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void isFoundOut(BrokenBuild broken) {
        broken.mustBeFound(SimRun.class, SEEDS_MAX);
    }

    @Test
    void findsNothingInTheRealBuildMadeTheSameWay() {
        OtherBuild real = broken().getLast().mended();
        for (long seed = 1; seed <= SEEDS_OF_THE_REAL; seed++) {
            assertThat(real.verdict(SimRun.class, seed)).as("seed %d", seed).isNull();
        }
    }
}
