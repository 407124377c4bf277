package dev.cardea.server.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;

/**
 * A build that is broken on purpose, by a change of one line, for a simulation to find. Immutable.
 *
 * @param module the directory of the module, such as "core"
 * @param snippet occurs exactly once in the source of {@code type}
 * @param caughtBy of these one must be in what the simulation says of it
 */
record BrokenBuild(
        String name,
        String module,
        String type,
        String snippet,
        String replacement,
        List<String> caughtBy) {

    /** The real sources, made and loaded in the same way. */
    OtherBuild mended() {
        return OtherBuild.with(module, type, snippet, snippet);
    }

    /**
     * Runs seeds until one finds it, and that one also with the real sources.
     *
     * @param run has the static method {@code String verdict(long seed)}
     */
    void mustBeFound(Class<?> run, int seedsMax) {
        OtherBuild build = OtherBuild.with(module, type, snippet, replacement);
        for (long seed = 1; seed <= seedsMax; seed++) {
            String verdict = build.verdict(run, seed);
            if (verdict != null) {
                System.out.println("sim: " + name + ": seed " + seed + ": " + verdict);
                assertThat(caughtBy).as(verdict).anyMatch(verdict::contains);
                assertThat(mended().verdict(run, seed)).as("the real build, that seed").isNull();
                return;
            }
        }
        fail(name + " is not found out within " + seedsMax + " seeds");
    }

    @Override
    public String toString() {
        return name;
    }
}
