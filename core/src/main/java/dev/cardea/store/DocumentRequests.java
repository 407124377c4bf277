package dev.cardea.store;

import dev.cardea.wire.Max;
import java.util.List;

/** What clients ask of documents, as it is on the wire: docs/PROTOCOL.md, "Documents". */
public final class DocumentRequests {
    /** The route of {@link Read}; {@link Found} is the answer. */
    public static final int READ = 8;

    /** The route of {@link Write}; {@link Version} is the answer. */
    public static final int WRITE = 9;

    /** The route of {@link Remove}; {@link Version} is the answer. */
    public static final int REMOVE = 10;

    /** The route of {@link Listing}; {@link Listed} is the answer. */
    public static final int LIST = 11;

    /** Bytes of JSON that a client reads or writes, so that they fit a frame. */
    public static final int JSON_BYTES_MAX = 32 << 10;

    /** Keys that a client may use in a type, those of removed documents among them. */
    public static final int KEYS_MAX = 256;

    /** An account or a key: 64 characters in UTF-8. */
    private static final int KEY_BYTES_MAX = 64 * 3;

    private static final int TYPE_BYTES_MAX = 32;

    /** A document of {@code owner}; "" is the game's. */
    public record Read(
            @Max(TYPE_BYTES_MAX) String type,
            @Max(KEY_BYTES_MAX) String owner,
            @Max(KEY_BYTES_MAX) String key) {}

    /** A document of the caller's is to be {@code json}, if it has that version; 0 is absent. */
    public record Write(
            @Max(TYPE_BYTES_MAX) String type,
            @Max(KEY_BYTES_MAX) String key,
            long ifVersion,
            @Max(JSON_BYTES_MAX) String json) {}

    /** A document of the caller's is to be gone, if it has that version. */
    public record Remove(
            @Max(TYPE_BYTES_MAX) String type, @Max(KEY_BYTES_MAX) String key, long ifVersion) {}

    /** Documents of {@code owner} by key, behind the cursor; "" is the start. */
    public record Listing(
            @Max(TYPE_BYTES_MAX) String type,
            @Max(KEY_BYTES_MAX) String owner,
            int limit,
            @Max(Cursor.CHARS_MAX) String after) {}

    /** What is there; version 0 and "" if nothing. */
    public record Found(long version, @Max(JSON_BYTES_MAX) String json) {}

    /** What the document has now. */
    public record Version(long version) {}

    /** Some documents; more of them behind {@code next}, unless that is "". */
    public record Listed(
            @Max(Query.LIMIT_MAX) List<Entry> documents, @Max(Cursor.CHARS_MAX) String next) {}

    /** One document of a list. */
    public record Entry(
            @Max(KEY_BYTES_MAX) String key, long version, @Max(JSON_BYTES_MAX) String json) {}

    private DocumentRequests() {}
}
