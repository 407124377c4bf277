package dev.cardea.server.config;

import java.util.ArrayList;
import java.util.List;

/** What an operator should know of a configuration that is right. Stateless. */
final class Notes {
    private Notes() {}

    static List<Finding> of(Config config, Origins origins) {
        List<Finding> notes = new ArrayList<>();
        Setting.ROOT
                .leaves()
                .map(Setting::path)
                .filter(path -> path.startsWith("database."))
                .forEach(
                        path ->
                                origins.exactly(path)
                                        .ifPresent(
                                                at ->
                                                        notes.add(
                                                                new Finding(
                                                                        at,
                                                                        path,
                                                                        "checked, but this release"
                                                                                + " uses no"
                                                                                + " database"))));
        if (config.security().allowInsecure()) {
            notes.add(
                    new Finding(
                            origins.of("security.allow_insecure"),
                            "security.allow_insecure",
                            "the rules for public addresses are off"));
        }
        return List.copyOf(notes);
    }
}
