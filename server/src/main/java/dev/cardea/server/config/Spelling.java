package dev.cardea.server.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** Finds the name that a misspelt one may have meant. Stateless. */
final class Spelling {
    private static final int LENGTH_MAX = 64;
    private static final int ELSEWHERE_MAX = 3;
    private static final int BEGINNING_LEAST = 3;

    private Spelling() {}

    /**
     * What is said of a key that is not among {@code known}: the one that was meant, or the section
     * that it belongs into, or all that are allowed.
     */
    static String unknownKey(String written, Collection<String> known) {
        String suggestion = suggestion(written, known);
        if (!suggestion.isEmpty()) {
            return "unknown key" + suggestion;
        }
        List<String> elsewhere =
                Setting.ROOT
                        .leaves()
                        .filter(leaf -> leaf.name().equals(written))
                        .map(Setting::path)
                        .limit(ELSEWHERE_MAX)
                        .toList();
        return elsewhere.isEmpty()
                ? "unknown key; allowed: " + String.join(", ", known)
                : "unknown key here; did you mean " + String.join(" or ", elsewhere) + "?";
    }

    /** {@code "; did you mean x?"} for the closest name, or nothing when none is close. */
    static String suggestion(String written, Collection<String> names) {
        String wanted = written.toLowerCase(Locale.ROOT).replace('-', '_');
        if (wanted.length() > LENGTH_MAX) {
            return "";
        }
        int farthest = Math.max(1, wanted.length() / 3);
        return names.stream()
                .filter(name -> name.length() <= LENGTH_MAX)
                .filter(
                        name ->
                                distance(wanted, name.toLowerCase(Locale.ROOT)) <= farthest
                                        || (name.length() >= BEGINNING_LEAST
                                                && wanted.startsWith(name)))
                .min(
                        Comparator.comparingInt(
                                name -> distance(wanted, name.toLowerCase(Locale.ROOT))))
                .map(name -> "; did you mean " + name + "?")
                .orElse("");
    }

    /**
     * The least number of insertions, deletions, replacements and swaps of neighbours between two
     * names (optimal string alignment).
     */
    static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = last[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(last[j], row[j - 1]));
                if (swapped(a, b, i, j)) {
                    row[j] = Math.min(row[j], 1 + beforeLast[j - 2]);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }

    private static boolean swapped(String a, String b, int i, int j) {
        return i > 1
                && j > 1
                && a.charAt(i - 1) == b.charAt(j - 2)
                && a.charAt(i - 2) == b.charAt(j - 1);
    }
}
