package dev.cardea.server.config;

import java.util.Map;
import java.util.TreeMap;

/** The keys of the schema, as docs/CONFIG.md is made of it, for tests elsewhere. Stateless. */
public final class SchemaKeys {
    private SchemaKeys() {}

    /** The default of every key that can be written, by its full name. */
    public static Map<String, String> defaults() {
        Map<String, String> defaults = new TreeMap<>();
        Setting.ROOT.leaves().forEach(leaf -> defaults.put(leaf.path(), leaf.key().byDefault()));
        return defaults;
    }
}
