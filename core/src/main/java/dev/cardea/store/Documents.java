package dev.cardea.store;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Records that are kept, each with a version. Nothing here overwrites what it has not seen: a write
 * says which version it changes. What is answered as written is on disk.
 *
 * <p>Safe from any thread that may block: handlers on virtual threads, never a room or an event
 * loop. Every method throws
 *
 * <ul>
 *   <li>{@link StoreUnavailableException} if the database is away, slow or full; a write may have
 *       happened all the same, which its version tells to whoever reads again,
 *   <li>{@link UnreadableDocumentException} if what is stored does not fit the record,
 *   <li>{@link IllegalArgumentException} for what is none of the server's types, a key that is not
 *       1 to 64 plain characters, a value that JSON cannot hold or that is larger than {@link
 *       DocumentType#BYTES_MAX}.
 * </ul>
 */
public interface Documents {
    /** Changes in a batch. */
    int BATCH_MAX = 64;

    /** How often {@link #change} tries again after another was faster. */
    int RETRIES = 3;

    /** The document, if it is there. */
    <D extends Record> Optional<Document<D>> read(DocumentType<D> type, Owner owner, String key);

    /** Makes the document {@code value}, if what is there is what {@code condition} says. */
    <D extends Record> WriteResult<D> write(
            DocumentType<D> type, Owner owner, String key, D value, IfVersion condition);

    /**
     * Reads the document, applies {@code change}, and writes the result; again with what is there
     * then, at most {@link #RETRIES} times, while others are faster.
     *
     * @param initial what {@code change} gets if there is no document
     * @param change pure: called once for each try
     */
    <D extends Record> WriteResult<D> change(
            DocumentType<D> type, Owner owner, String key, D initial, UnaryOperator<D> change);

    /** Removes the document, if it has that version. */
    <D extends Record> WriteResult<D> remove(
            DocumentType<D> type, Owner owner, String key, long version);

    /**
     * All of the changes in one transaction, or none.
     *
     * @param changes 1 to {@link #BATCH_MAX}, each of another document
     */
    BatchResult batch(List<Change> changes);

    /**
     * A page of what an index finds. Page after page shows every document that was there all the
     * time with the same value once, whatever is written meanwhile.
     *
     * @throws MalformedCursorException if the cursor is of another query
     */
    <D extends Record> Page<D> query(DocumentType<D> type, Query query);

    /**
     * A page of an owner's documents of one type, by key.
     *
     * @param limit 1 to {@link Query#LIMIT_MAX}
     * @throws MalformedCursorException if the cursor is of another list
     */
    <D extends Record> Page<D> list(DocumentType<D> type, Owner owner, int limit, Cursor after);
}
