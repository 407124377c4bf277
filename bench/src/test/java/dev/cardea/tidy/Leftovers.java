package dev.cardea.tidy;

import java.util.List;
import java.util.regex.Pattern;

/** What a finished text does not hold. Stateless. */
final class Leftovers {
    /** Spelt so that this file does not find itself. */
    private static final Pattern MARKS = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");

    /** Where somebody's files are, and hosts that only one network has. */
    private static final Pattern MACHINES =
            Pattern.compile(
                    "(?<![\\w.:/$}-])/(home|Users|root|work|workspace)/\\w"
                            + "|registry\\.npmjs\\."
                            + "|\"resolved\": \"http");

    private static final Pattern SLEEPS =
            Pattern.compile("\\bThread\\.sleep\\(|\\bTimeUnit\\.\\w+\\.sleep\\(|@Dis" + "abled\\b");

    private Leftovers() {}

    static List<Finding> marks(TextFile file) {
        return file.matches(MARKS, "leftover");
    }

    static List<Finding> machines(TextFile file) {
        return file.matches(MACHINES, "names a machine");
    }

    /** Tests wait on conditions and are not switched off. */
    static List<Finding> sleeps(TextFile file) {
        return file.isTest() ? file.matches(SLEEPS, "sleeps or is switched off") : List.of();
    }
}
