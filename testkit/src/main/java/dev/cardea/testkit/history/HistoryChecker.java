package dev.cardea.testkit.history;

import java.util.ArrayList;
import java.util.List;

/**
 * Judges a run from what its owners did and its clients saw. Confined to whoever tells it.
 *
 * <p>It knows nothing of frames, links or rings, only the promises: I1 to I3 and I5 to I8 of the
 * stream rules, and R14 for requests. It judges each {@link Fact} as it comes, so that a run can
 * stop at the first violation, where the trace still shows why.
 */
public final class HistoryChecker {
    private static final int NEIGHBOURS = 20;

    private final List<Rules> rules =
            List.of(new StreamRules(), new InputRules(), new SessionRules());
    private final List<Fact> facts = new ArrayList<>();
    private final List<Violation> violations = new ArrayList<>();

    /** Judges everything at once. */
    public static List<Violation> judge(List<? extends Fact> facts) {
        HistoryChecker checker = new HistoryChecker();
        facts.forEach(checker::accept);
        return checker.violations();
    }

    /** The next fact, in the order in which they happened. */
    public void accept(Fact fact) {
        facts.add(fact);
        for (Rules some : rules) {
            some.accept(
                    fact,
                    (invariant, text) -> violations.add(new Violation(invariant, text, fact)));
        }
    }

    /** What was broken so far, in order. */
    public List<Violation> violations() {
        return List.copyOf(violations);
    }

    /** How many facts were judged. */
    public int count() {
        return facts.size();
    }

    /** The newest facts, one a line. */
    public String neighbours() {
        List<Fact> newest = facts.subList(Math.max(0, facts.size() - NEIGHBOURS), facts.size());
        return String.join("\n", newest.stream().map(Fact::toString).toList());
    }
}
