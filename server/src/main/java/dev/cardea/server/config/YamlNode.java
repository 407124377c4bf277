package dev.cardea.server.config;

import java.util.List;

/** A piece of a YAML document with the place it was written at. Immutable. */
sealed interface YamlNode {

    /** Where it begins. */
    Origin origin();

    /** A scalar, as its text. */
    record Text(String text, Origin origin) implements YamlNode {}

    /** A sequence. */
    record Items(List<YamlNode> items, Origin origin) implements YamlNode {}

    /** A mapping, in the order of the file, duplicates included. */
    record Entries(List<Entry> entries, Origin origin) implements YamlNode {}

    /** One line of a mapping; {@code origin} is the key's place. */
    record Entry(String key, Origin origin, YamlNode value) {}
}
