package dev.cardea.server.store.documents;

import dev.cardea.store.Document;
import dev.cardea.store.Owner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** A row of the table of documents. Immutable. */
record DocumentRow(String owner, String key, long version, String body, Instant updated) {
    static DocumentRow of(ResultSet row) throws SQLException {
        return new DocumentRow(
                row.getString("owner"),
                row.getString("key"),
                row.getLong("version"),
                row.getString("body"),
                row.getObject("updated", OffsetDateTime.class).toInstant());
    }

    /**
     * As a document.
     *
     * @throws dev.cardea.store.UnreadableDocumentException if it does not fit the record
     */
    <D extends Record> Document<D> document(DocumentMapping<D> mapping) {
        Owner whose = PlainText.owner(owner);
        return new Document<>(whose, key, version, mapping.stored(whose, key, body), updated);
    }
}
