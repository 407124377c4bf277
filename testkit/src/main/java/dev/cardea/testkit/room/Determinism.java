package dev.cardea.testkit.room;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whether a room depends on nothing but its events: a script runs here and in another process of
 * the JVM, in which all is different that may be, and after each turn rows, members and all that
 * was said must be the same. What passes here can be replayed, and moved to another machine.
 *
 * <p>In the other process other are: identity hash codes, so also the order of a {@code HashMap} of
 * enums or members; the order of {@code Set.of} and {@code Map.of}; the clocks; locale and time
 * zone; and, where the processor has instructions for them, the last digits of {@code Math.sin} and
 * its like, for which there is {@code StrictMath}.
 *
 * <p>State that the room keeps beside its tables is found when it comes to be seen, in a row or a
 * message. Stateless.
 */
public final class Determinism {
    private Determinism() {}

    /**
     * The first thing that was different. Immutable.
     *
     * @param tick after which it was
     * @param at the time since the room opened
     * @param here what happened in this process
     * @param there what happened in the other
     */
    public record Difference(long tick, Duration at, String here, String there) {}

    /**
     * Checks a room; it takes a second or two, since it starts a process.
     *
     * @param script a class that can be made without parameters
     * @throws AssertionError with the first difference
     */
    public static <I, O, E> void check(Class<? extends RoomScript<I, O, E>> script, long seed) {
        Optional<Difference> found = firstDifference(script, seed);
        if (found.isPresent()) {
            Difference first = found.get();
            throw new AssertionError(
                    """
                    the room of %s depends on more than its events (seed %d): after tick %d, at %s
                      here      %s
                      elsewhere %s\
                    """
                            .formatted(
                                    script.getName(),
                                    seed,
                                    first.tick,
                                    first.at,
                                    first.here,
                                    first.there));
        }
    }

    /** The same for a test of its own: the first difference, if there is one. */
    public static <I, O, E> Optional<Difference> firstDifference(
            Class<? extends RoomScript<I, O, E>> script, long seed) {
        List<TraceLine> here = ScriptRun.of(script, seed);
        return compare(here, OtherJvm.run(script, seed));
    }

    static Optional<Difference> compare(List<TraceLine> here, List<TraceLine> there) {
        int common = Math.min(here.size(), there.size());
        for (int i = 0; i < common; i++) {
            if (!here.get(i).agreesWith(there.get(i))) {
                return Optional.of(difference(here.get(i), there.get(i)));
            }
        }
        if (here.size() == there.size()) {
            return Optional.empty();
        }
        TraceLine more = here.size() > common ? here.get(common) : there.get(common);
        String text = describe(more);
        return Optional.of(
                new Difference(
                        more.tick(),
                        Duration.ofNanos(more.nanos()),
                        here.size() > common ? text : "nothing more",
                        there.size() > common ? text : "nothing more"));
    }

    private static Difference difference(TraceLine here, TraceLine there) {
        TraceLine first = here.nanos() <= there.nanos() ? here : there;
        return new Difference(
                first.tick(), Duration.ofNanos(first.nanos()), describe(here), describe(there));
    }

    private static String describe(TraceLine line) {
        String at = line.what() + " at " + Duration.ofNanos(line.nanos());
        return line.text().isEmpty() ? at : line.what() + ": " + line.text();
    }
}
