package dev.cardea.wire;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that a foreign client needs to know of the values of some message families. Immutable.
 *
 * <p>Its JSON is canonical: one text for one schema, whose hash names it (docs/PROTOCOL.md, "Values
 * and schemas").
 */
public final class Schema {
    /** The version of the form of the JSON. */
    static final int FORM = 1;

    private final SortedMap<String, List<Variant>> families;
    private final SortedMap<String, Shape> types;
    private final String json;
    private final long hash;

    /**
     * @param families messages by the name of their family, in the order of their ids
     * @param types what {@link ValueType.Named} refers to
     */
    Schema(Map<String, List<Variant>> families, Map<String, Shape> types) {
        this.families = Collections.unmodifiableSortedMap(new TreeMap<>(families));
        this.types = Collections.unmodifiableSortedMap(new TreeMap<>(types));
        this.json = Json.print(SchemaJson.write(this));
        this.hash = hashOf(json);
    }

    /** A type of the table. */
    sealed interface Shape {
        /** Its values in the order of their numbers, from 0. */
        record Enumeration(List<String> constants) implements Shape {}

        /** A record. */
        record Structure(List<Component> components) implements Shape {}

        /** One of several records. */
        record Union(List<Variant> variants) implements Shape {}
    }

    /**
     * A component of a record.
     *
     * @param fallback what it is if the record ends before it; null if it must be there
     */
    record Component(String name, ValueType type, boolean optional, @Nullable Json fallback) {}

    /** A message of a family, or an alternative of a union. */
    record Variant(int id, String name, Body body) {}

    /** What follows the id. */
    sealed interface Body {
        /** The components of a record. */
        record Components(List<Component> components) implements Body {}

        /** Bytes that the game alone understands. */
        record Raw() implements Body {}

        /** A protobuf message of that full name. */
        record Protobuf(String typeName) implements Body {}
    }

    /**
     * The schema of several families together, such as the inputs and outputs of a room: types that
     * they share appear once.
     *
     * @param families protocols by the name that their family has in the JSON
     * @throws DeclarationException if their types cannot be told apart
     */
    public static Schema of(Map<String, ? extends Protocol<?>> families) {
        return of(families, Map.of());
    }

    /**
     * Likewise, with the rows of tables: the family "tables", if there are any, where a table is
     * numbered from 1.
     *
     * @param tables the records of their rows by name, in the order of the tables
     * @throws DeclarationException if their types cannot be told apart
     */
    public static Schema of(
            Map<String, ? extends Protocol<?>> families, Map<String, Class<?>> tables) {
        Map<String, List<Message>> messages = new TreeMap<>();
        families.forEach((name, protocol) -> messages.put(name, protocol.messages()));
        List<Message> rows = new ArrayList<>();
        tables.forEach((name, type) -> rows.add(new Message(rows.size() + 1, name, type, null)));
        if (!rows.isEmpty()) {
            messages.put("tables", rows);
        }
        return Declarations.read(messages).schema();
    }

    /**
     * Reads the JSON of a schema, in any spacing.
     *
     * @throws IllegalArgumentException if it is none
     */
    public static Schema parse(String json) {
        return SchemaJsonReader.read(Json.parse(json));
    }

    SortedMap<String, List<Variant>> families() {
        return families;
    }

    SortedMap<String, Shape> types() {
        return types;
    }

    /** The canonical text: no spaces, one order. */
    public String json() {
        return json;
    }

    /** The same JSON in lines, for a file that people compare. */
    public String prettyJson() {
        return Json.printPretty(SchemaJson.write(this));
    }

    /** The first 8 bytes of the SHA-256 of the canonical text's UTF-8, big-endian. */
    public long hash() {
        return hash;
    }

    private static long hashOf(String text) {
        try {
            MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
            byte[] digest = sha256.digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Schema that && json.equals(that.json);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(hash);
    }

    @Override
    public String toString() {
        return json;
    }
}
