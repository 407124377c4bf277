package dev.cardea.server.store.documents;

import dev.cardea.store.BatchResult;
import dev.cardea.store.Change;
import dev.cardea.store.Documents;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;

/** Does changes of documents, alone and in batches. Safe from any thread that may block. */
final class ChangeWriter {
    private final DatabaseCalls calls;
    private final DeclaredTypes types;

    ChangeWriter(DatabaseCalls calls, DeclaredTypes types) {
        this.calls = calls;
        this.types = types;
    }

    /** Undoes a transaction whose changes do not all meet their conditions. */
    private static final class ConflictException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int index;

        ConflictException(int index) {
            super("a condition does not hold", null, false, false);
            this.index = index;
        }
    }

    /** One change; its document's new version, or nothing if the condition does not hold. */
    Optional<Long> write(Change change) {
        PreparedChange prepared = PreparedChange.of(change, types);
        return calls.one(prepared::run);
    }

    /** All or none. Each of them waits for others as long as a statement may take. */
    BatchResult batch(List<Change> changes) {
        if (changes.isEmpty() || changes.size() > Documents.BATCH_MAX) {
            throw new IllegalArgumentException(
                    "a batch has 1 to " + Documents.BATCH_MAX + " changes, not " + changes.size());
        }
        SortedMap<PreparedChange.Target, Place> places = places(changes);
        try {
            return calls.transaction(handle -> applied(handle, places));
        } catch (ConflictException e) {
            return new BatchResult.Conflict(e.index);
        }
    }

    /** A change and its place in the batch. */
    private record Place(int index, PreparedChange change) {}

    private SortedMap<PreparedChange.Target, Place> places(List<Change> changes) {
        SortedMap<PreparedChange.Target, Place> places = new TreeMap<>(PreparedChange.Target.ORDER);
        for (Change change : changes) {
            PreparedChange prepared = PreparedChange.of(change, types);
            Place place = new Place(places.size(), prepared);
            if (places.putIfAbsent(prepared.target(), place) != null) {
                throw new IllegalArgumentException(
                        "two changes of one document: " + prepared.target());
            }
        }
        return places;
    }

    private static BatchResult applied(
            Handle handle, SortedMap<PreparedChange.Target, Place> places) {
        Long[] versions = new Long[places.size()];
        for (Place place : places.values()) {
            versions[place.index()] =
                    place.change()
                            .run(handle)
                            .orElseThrow(() -> new ConflictException(place.index()));
        }
        return new BatchResult.Applied(List.of(versions));
    }
}
