package dev.cardea.server.config;

import java.util.List;

/** Makes docs/LIMITS.md from the record tree and the bounds that no key changes. Stateless. */
public final class LimitsPage {
    private static final String INTRODUCTION =
            """
            # Limits

            <!-- Made by `./cardea config pages docs`. Edit Config.java, Limits.java or FixedBounds.java. -->

            Everything that could grow has a bound, and every bound has an answer when it is reached. What a
            peer does to reach one is counted (`/metrics` on the admin port) and never logged one by one.

            ## Bounds that the configuration sets

            | key | default | unit | when it is reached |
            |---|---|---|---|
            """;
    private static final String FIXED =
            """

            ## Bounds that are part of the protocol or of the code

            | what | bound | unit | when it is reached |
            |---|---|---|---|
            """;

    private LimitsPage() {}

    /** The whole page. */
    public static String markdown(List<Bound> fixed) {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        Setting.ROOT
                .leaves()
                .filter(leaf -> !leaf.key().reached().isEmpty())
                .forEach(leaf -> page.append(row(leaf)));
        page.append(FIXED);
        for (Bound bound : fixed) {
            page.append("| ").append(bound.subject());
            page.append(" | ").append(bound.value());
            page.append(" | ").append(bound.unit());
            page.append(" | ").append(bound.reached()).append(" |\n");
        }
        return page.toString();
    }

    private static String row(Setting leaf) {
        Key key = leaf.key();
        String unit = key.unit().isEmpty() ? unitOf(key.byDefault()) : key.unit();
        return "| `%s` | %s | %s | %s |\n"
                .formatted(leaf.path(), key.byDefault(), unit, key.reached());
    }

    /** Times and sizes carry their unit in the value. */
    private static String unitOf(String value) {
        return value.endsWith("B") ? "bytes" : "time";
    }
}
