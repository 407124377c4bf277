package dev.cardea.testkit.room;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The other process of {@link Determinism}: plays a script and writes what happened. Stateless. */
final class OtherJvmRun {
    /** Exit code: the trace is written. */
    static final int DONE = 0;

    /** Exit code: it was not begun, since some sets have the order that they have in the first. */
    static final int SAME_ORDER = 3;

    /** Where a key of a map of two may lie. */
    private static final int PLACES = 4;

    private OtherJvmRun() {}

    /**
     * Plays a script.
     *
     * @param args its class, the seed, the file of the trace, the order of sets in the first JVM
     */
    public static void main(String[] args) throws ReflectiveOperationException, IOException {
        if (!isOpposite(orderOfSets(), args[3])) {
            System.exit(SAME_ORDER);
        }
        List<String> lines =
                run(Class.forName(args[0]), Long.parseLong(args[1])).stream()
                        .map(TraceLine::print)
                        .toList();
        Files.write(Path.of(args[2]), lines);
        System.exit(DONE);
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // named by Determinism, which knows what it is
    private static List<TraceLine> run(Class<?> script, long seed) {
        return ScriptRun.of((Class) script, seed);
    }

    /**
     * The order in which this JVM walks small unmodifiable sets and maps, drawn when it starts: a
     * letter for each of some pairs of keys. They are so chosen that where all letters are others,
     * all sets and maps of two or more have another order: they are walked the other way round, and
     * from a place such that it shows even with two keys.
     */
    static String orderOfSets() {
        StringBuilder order = new StringBuilder();
        order.append(letter(Set.of(0, 1).iterator().next() == 0));
        for (int one = 0; one < PLACES; one++) {
            for (int other = one + 1; other < PLACES; other++) {
                Map<Integer, String> map = Map.of(one, "", other, "");
                order.append(letter(map.keySet().iterator().next() == one));
            }
        }
        return order.toString();
    }

    private static char letter(boolean forwards) {
        return forwards ? 'f' : 'b';
    }

    private static boolean isOpposite(String one, String other) {
        for (int i = 0; i < one.length(); i++) {
            if (i < other.length() && one.charAt(i) == other.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
