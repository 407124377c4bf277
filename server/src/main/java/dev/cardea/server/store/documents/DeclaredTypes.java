package dev.cardea.server.store.documents;

import dev.cardea.store.DocumentType;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The types of documents that a server has, with their mappings. Immutable. */
final class DeclaredTypes {
    private final Map<String, DocumentMapping<?>> byName = new HashMap<>();

    /**
     * These types.
     *
     * @throws IllegalArgumentException if two have one name, or a record holds what documents
     *     cannot
     */
    DeclaredTypes(List<DocumentType<?>> types) {
        for (DocumentType<?> type : types) {
            if (byName.putIfAbsent(type.name(), new DocumentMapping<>(type)) != null) {
                throw new IllegalArgumentException("two document types named " + type.name());
            }
        }
    }

    /** The type of that name; null if there is none. */
    @Nullable DocumentMapping<?> find(String name) {
        return byName.get(name);
    }

    /**
     * The mapping of {@code type}.
     *
     * @throws IllegalArgumentException if it is none of the server's
     */
    <D extends Record> DocumentMapping<D> of(DocumentType<D> type) {
        DocumentMapping<?> mapping = byName.get(type.name());
        if (mapping == null || !mapping.type().equals(type)) {
            throw new IllegalArgumentException(
                    "document type " + type.name() + " is not among those the server was given");
        }
        @SuppressWarnings("unchecked") // its type is this one
        DocumentMapping<D> same = (DocumentMapping<D>) mapping;
        return same;
    }
}
