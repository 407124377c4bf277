package dev.cardea.server.store.documents;

import dev.cardea.store.Change;
import dev.cardea.store.IfVersion;
import java.util.Comparator;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A change as its statement's parameters, all of them checked. Immutable.
 *
 * @param version what must be there; 0 is nothing
 * @param body null to remove the document
 * @param indexed what the indexes hold of it
 */
record PreparedChange(Target target, long version, @Nullable String body, String indexed) {
    /** Which document. Immutable. */
    record Target(String type, String owner, String key) {
        /** The order in which transactions take them, so that no two wait for each other. */
        static final Comparator<Target> ORDER =
                Comparator.comparing(Target::type)
                        .thenComparing(Target::owner)
                        .thenComparing(Target::key);
    }

    /**
     * Of a change.
     *
     * @throws IllegalArgumentException if it is of none of the types, or its key or value cannot be
     *     stored
     */
    static PreparedChange of(Change change, DeclaredTypes types) {
        Target target =
                new Target(
                        change.type().name(),
                        PlainText.owner(change.owner()),
                        PlainText.key(change.key()));
        return switch (change) {
            case Change.Write<?> write -> write(target, write, types);
            case Change.Remove<?> remove -> {
                types.of(remove.type());
                long version = version(IfVersion.is(remove.version()));
                String nothing = JsonNodeFactory.instance.arrayNode().toString();
                yield new PreparedChange(target, version, null, nothing);
            }
        };
    }

    private static <D extends Record> PreparedChange write(
            Target target, Change.Write<D> write, DeclaredTypes types) {
        DocumentMapping<D> mapping = types.of(write.type());
        return new PreparedChange(
                target,
                version(write.condition()),
                mapping.text(write.value()),
                mapping.indexed(write.value()));
    }

    private static long version(IfVersion condition) {
        return switch (condition) {
            case IfVersion.Absent() -> 0;
            case IfVersion.Is(long version) -> version;
        };
    }

    /** Does it; the document's new version, or nothing if the condition does not hold. */
    Optional<Long> run(Handle handle) {
        Query query;
        if (version == 0) {
            query = handle.createQuery(DocumentSql.WRITE_ABSENT);
        } else {
            query = handle.createQuery(DocumentSql.WRITE_VERSION).bind("version", version);
        }
        return query.bind("type", target.type())
                .bind("owner", target.owner())
                .bind("key", target.key())
                .bind("body", body)
                .bind("indexed", indexed)
                .mapTo(Long.class)
                .findOne();
    }
}
