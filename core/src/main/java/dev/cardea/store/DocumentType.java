package dev.cardea.store;

import dev.cardea.session.OwnerId;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * A kind of documents: a record, what it can be found by, and what clients may do with it by
 * themselves. The server's own code may do everything. Immutable.
 *
 * <pre>{@code
 * DocumentType.of("progress", Progress.class)
 *         .index("level", Progress::level)
 *         .clientsRead(Readers.PUBLIC)
 * }</pre>
 *
 * @param name {@code [a-z][a-z0-9-]*}, at most 32 characters; what is stored is found by it
 * @param record what it holds: numbers, booleans, text, {@link dev.cardea.wire.Bytes}, constants of
 *     enums, records, and lists and maps (by text) of these
 * @param indexes at most {@link #INDEXES_MAX}
 */
public record DocumentType<D extends Record>(
        String name, Class<D> record, List<Index<D>> indexes, Readers readers, Writers writers) {
    /** Indexes of a type. */
    public static final int INDEXES_MAX = 8;

    /** Characters of a text in an index. */
    public static final int INDEX_CHARS_MAX = 128;

    /** Bytes of a document in JSON. */
    public static final int BYTES_MAX = 64 << 10;

    /** Which clients may read a document. */
    public enum Readers {
        /** None: it is the server's. */
        SERVER,
        /** The player whose it is. */
        OWNER,
        /** Any who are signed in. */
        PUBLIC
    }

    /** Which clients may write a document. */
    public enum Writers {
        /** None: it is the server's. */
        SERVER,
        /** The player whose it is. Never base anything on what it says that others care about. */
        OWNER
    }

    /** What documents can be found by. Immutable. */
    public sealed interface Index<D> {
        /** {@code [a-z][a-z0-9-]*}, at most 32 characters. */
        String name();
    }

    /**
     * By a number.
     *
     * @param value pure: depends on the document alone
     */
    public record NumberIndex<D>(String name, ToLongFunction<D> value) implements Index<D> {}

    /**
     * By a text of at most {@link #INDEX_CHARS_MAX} characters.
     *
     * @param value pure: depends on the document alone; null leaves it out of the index
     */
    public record TextIndex<D>(String name, Function<D, @Nullable String> value)
            implements Index<D> {}

    public DocumentType {
        checkName(name);
        indexes = List.copyOf(indexes);
        if (indexes.size() > INDEXES_MAX) {
            throw new IllegalArgumentException(
                    "document type " + name + ": at most " + INDEXES_MAX + " indexes");
        }
        long names = indexes.stream().map(Index::name).distinct().count();
        if (names < indexes.size()) {
            throw new IllegalArgumentException(
                    "document type " + name + ": two indexes of one name");
        }
        indexes.forEach(index -> checkName(index.name()));
    }

    private static void checkName(String name) {
        if (!OwnerId.isType(name)) {
            throw new IllegalArgumentException(
                    "not a name of a document type or an index: "
                            + name
                            + "; it has 1 to 32 of a-z, 0-9 and -, a letter first");
        }
    }

    /** Documents that hold such a record, without an index, that no client reads or writes. */
    public static <D extends Record> DocumentType<D> of(String name, Class<D> record) {
        return new DocumentType<>(name, record, List.of(), Readers.SERVER, Writers.SERVER);
    }

    /** The same, found by a number too. */
    public DocumentType<D> index(String index, ToLongFunction<D> value) {
        return with(new NumberIndex<>(index, value));
    }

    /** The same, found by a text too; null leaves a document out. */
    public DocumentType<D> indexText(String index, Function<D, @Nullable String> value) {
        return with(new TextIndex<>(index, value));
    }

    private DocumentType<D> with(Index<D> index) {
        List<Index<D>> all = new ArrayList<>(indexes);
        all.add(index);
        return new DocumentType<>(name, record, all, readers, writers);
    }

    /** The same, read by these clients. */
    public DocumentType<D> clientsRead(Readers who) {
        return new DocumentType<>(name, record, indexes, who, writers);
    }

    /** The same, written by these clients. */
    public DocumentType<D> clientsWrite(Writers who) {
        return new DocumentType<>(name, record, indexes, readers, who);
    }
}
