package dev.cardea.server.config;

import java.util.ArrayList;
import java.util.List;

/** What an operator should know of a configuration that is right. Stateless. */
final class Notes {
    private Notes() {}

    static List<Finding> of(Config config, Origins origins) {
        List<Finding> notes = new ArrayList<>();
        if (config.security().allowInsecure()) {
            notes.add(
                    new Finding(
                            origins.of("security.allow_insecure"),
                            "security.allow_insecure",
                            "the rules for public addresses are off"));
        }
        if (config.database().unsafeDurability()) {
            notes.add(
                    new Finding(
                            origins.of("database.unsafe_durability"),
                            "database.unsafe_durability",
                            "what is kept may be lost or broken when the machine fails"));
        }
        return List.copyOf(notes);
    }
}
