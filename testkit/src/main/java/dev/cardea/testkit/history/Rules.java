package dev.cardea.testkit.history;

/** Some of the invariants; told every fact in the order in which they happened. */
interface Rules {
    /** Judges {@code fact} and remembers it. */
    void accept(Fact fact, Verdict verdict);

    /** Where violations go. */
    interface Verdict {
        void broken(String invariant, String text);
    }
}
