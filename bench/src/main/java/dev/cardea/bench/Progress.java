package dev.cardea.bench;

/** Lines for the person who waits, beside the figures. */
final class Progress {
    private Progress() {}

    static void step(String what) {
        System.err.println("  ... " + what);
    }
}
