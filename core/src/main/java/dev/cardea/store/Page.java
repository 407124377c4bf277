package dev.cardea.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some of the documents that were found. Immutable.
 *
 * @param next where the rest begins; null if these are the last
 */
public record Page<D extends Record>(List<Document<D>> documents, @Nullable Cursor next) {
    public Page {
        documents = List.copyOf(documents);
    }
}
