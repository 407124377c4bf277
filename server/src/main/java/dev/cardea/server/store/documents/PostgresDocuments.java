package dev.cardea.server.store.documents;

import dev.cardea.server.store.Database;
import dev.cardea.store.BatchResult;
import dev.cardea.store.Change;
import dev.cardea.store.Cursor;
import dev.cardea.store.Document;
import dev.cardea.store.DocumentType;
import dev.cardea.store.Documents;
import dev.cardea.store.IfVersion;
import dev.cardea.store.Owner;
import dev.cardea.store.Page;
import dev.cardea.store.Query;
import dev.cardea.store.WriteResult;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Documents in PostgreSQL. Safe from any thread that may block. */
public final class PostgresDocuments implements Documents {
    private final DatabaseCalls calls;
    private final DeclaredTypes types;
    private final ChangeWriter writer;
    private final PageReader pages;

    /**
     * The documents of a database with the tables of this build.
     *
     * @param types all that will be used
     * @throws IllegalArgumentException if two types have one name, or a record holds what documents
     *     cannot
     */
    public PostgresDocuments(Database database, List<DocumentType<?>> types) {
        this.calls = new DatabaseCalls(database);
        this.types = new DeclaredTypes(types);
        this.writer = new ChangeWriter(calls, this.types);
        this.pages = new PageReader(calls);
    }

    DeclaredTypes types() {
        return types;
    }

    @Override
    public <D extends Record> Optional<Document<D>> read(
            DocumentType<D> type, Owner owner, String key) {
        DocumentMapping<D> mapping = types.of(type);
        String stored = PlainText.owner(owner);
        PlainText.key(key);
        return calls.one(
                        handle ->
                                handle.createQuery(DocumentSql.READ)
                                        .bind("type", type.name())
                                        .bind("owner", stored)
                                        .bind("key", key)
                                        .map((row, _) -> DocumentRow.of(row))
                                        .findOne())
                .map(row -> row.document(mapping));
    }

    @Override
    public <D extends Record> WriteResult<D> write(
            DocumentType<D> type, Owner owner, String key, D value, IfVersion condition) {
        return alone(type, new Change.Write<>(type, owner, key, value, condition));
    }

    @Override
    public <D extends Record> WriteResult<D> remove(
            DocumentType<D> type, Owner owner, String key, long version) {
        return alone(type, new Change.Remove<>(type, owner, key, version));
    }

    private <D extends Record> WriteResult<D> alone(DocumentType<D> type, Change change) {
        Optional<Long> version = writer.write(change);
        return version.isPresent()
                ? new WriteResult.Written<>(version.get())
                : new WriteResult.Conflict<>(read(type, change.owner(), change.key()).orElse(null));
    }

    @Override
    public <D extends Record> WriteResult<D> change(
            DocumentType<D> type, Owner owner, String key, D initial, UnaryOperator<D> change) {
        Optional<Document<D>> there = read(type, owner, key);
        for (int retries = 0; ; retries++) {
            D value = change.apply(there.map(Document::value).orElse(initial));
            IfVersion condition = there.map(IfVersion::of).orElse(IfVersion.absent());
            WriteResult<D> result = write(type, owner, key, value, condition);
            if (!(result instanceof WriteResult.Conflict<D>(var current)) || retries == RETRIES) {
                return result;
            }
            there = Optional.ofNullable(current);
        }
    }

    @Override
    public BatchResult batch(List<Change> changes) {
        return writer.batch(changes);
    }

    @Override
    public <D extends Record> Page<D> query(DocumentType<D> type, Query query) {
        return pages.query(types.of(type), query);
    }

    @Override
    public <D extends Record> Page<D> list(
            DocumentType<D> type, Owner owner, int limit, Cursor after) {
        return pages.list(types.of(type), PlainText.owner(owner), limit, after);
    }

    /** How many keys of that type the owner has had, at most {@code max}. */
    int keys(DocumentType<?> type, Owner owner, int max) {
        return calls.one(
                handle ->
                        handle.createQuery(DocumentSql.COUNT)
                                .bind("type", type.name())
                                .bind("owner", PlainText.owner(owner))
                                .bind("limit", max)
                                .mapTo(Integer.class)
                                .one());
    }
}
