package dev.cardea.testkit.history;

/**
 * A rule that a history breaks. Immutable.
 *
 * @param invariant which: I1, I2, I3, I5, I6, I7, I8 or R14
 * @param text what happened instead
 * @param fact the fact at which it shows
 */
public record Violation(String invariant, String text, Fact fact) {
    @Override
    public String toString() {
        return invariant + ": " + text + " at " + fact;
    }
}
