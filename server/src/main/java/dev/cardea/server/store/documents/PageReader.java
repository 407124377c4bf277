package dev.cardea.server.store.documents;

import dev.cardea.server.store.documents.Cursors.Place;
import dev.cardea.server.store.documents.DocumentSql.Column;
import dev.cardea.store.Cursor;
import dev.cardea.store.Document;
import dev.cardea.store.DocumentType;
import dev.cardea.store.Page;
import dev.cardea.store.Query;
import java.util.List;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** Reads pages of documents. Safe from any thread that may block. */
final class PageReader {
    private final DatabaseCalls calls;

    PageReader(DatabaseCalls calls) {
        this.calls = calls;
    }

    /** A document and the place where it stands. */
    private record Found(DocumentRow row, String value) {
        Place place() {
            return new Place(value, row.owner(), row.key());
        }
    }

    <D extends Record> Page<D> list(
            DocumentMapping<D> mapping, String owner, int limit, Cursor after) {
        if (limit < 1 || limit > Query.LIMIT_MAX) {
            throw new IllegalArgumentException("limit: 1 to " + Query.LIMIT_MAX + ", not " + limit);
        }
        List<String> subject = Cursors.ofList(mapping.type(), owner);
        String key = after.equals(Cursor.START) ? "" : Cursors.place(subject, after).key();
        List<Found> found =
                calls.one(
                        handle ->
                                handle.createQuery(DocumentSql.LIST)
                                        .bind("type", mapping.type().name())
                                        .bind("owner", owner)
                                        .bind("after", key)
                                        .bind("limit", limit + 1)
                                        .map((row, _) -> new Found(DocumentRow.of(row), ""))
                                        .list());
        return page(mapping, subject, found, limit);
    }

    <D extends Record> Page<D> query(DocumentMapping<D> mapping, Query query) {
        DocumentType<D> type = mapping.type();
        Column column = column(type, query);
        List<String> subject = Cursors.of(type, query);
        @Nullable Place after =
                query.after().equals(Cursor.START) ? null : Cursors.place(subject, query.after());
        String sql =
                DocumentSql.query(
                        column,
                        query.order() == Query.Order.DESCENDING,
                        !(query.range() instanceof Query.All),
                        after != null);
        Object continued = after == null ? "" : value(column, after);
        List<Found> found =
                calls.one(
                        handle -> {
                            var statement =
                                    handle.createQuery(sql)
                                            .bind("type", type.name())
                                            .bind("name", query.index())
                                            .bind("limit", query.limit() + 1);
                            bindRange(statement, query.range());
                            if (after != null) {
                                statement
                                        .bind("value", continued)
                                        .bind("owner", after.owner())
                                        .bind("key", after.key());
                            }
                            return statement
                                    .map(
                                            (row, _) ->
                                                    new Found(
                                                            DocumentRow.of(row),
                                                            row.getString("value")))
                                    .list();
                        });
        return page(mapping, subject, found, query.limit());
    }

    private static <D extends Record> Page<D> page(
            DocumentMapping<D> mapping, List<String> subject, List<Found> found, int limit) {
        List<Found> shown = found.subList(0, Math.min(limit, found.size()));
        List<Document<D>> documents =
                shown.stream().map(one -> one.row().document(mapping)).toList();
        @Nullable Cursor next =
                found.size() > limit ? Cursors.cursor(subject, shown.getLast().place()) : null;
        return new Page<>(documents, next);
    }

    private static Object value(Column column, Place after) {
        return switch (column) {
            case NUMBER -> (Object) Cursors.number(after);
            case TEXT -> after.value();
        };
    }

    private static void bindRange(SqlStatement<?> statement, Query.Range range) {
        switch (range) {
            case Query.All() -> {}
            case Query.Numbers(long min, long max) -> statement.bind("min", min).bind("max", max);
            case Query.Texts(String min, String max) -> statement.bind("min", min).bind("max", max);
        }
    }

    /**
     * The column of the query's index.
     *
     * @throws IllegalArgumentException if the type has no such index, or its values are of the
     *     other sort, or no text of an index
     */
    private static <D extends Record> Column column(DocumentType<D> type, Query query) {
        DocumentType.Index<D> index =
                type.indexes().stream()
                        .filter(one -> one.name().equals(query.index()))
                        .findFirst()
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "document type %s has no index %s"
                                                        .formatted(type.name(), query.index())));
        Column column =
                switch (index) {
                    case DocumentType.NumberIndex<D> _ -> Column.NUMBER;
                    case DocumentType.TextIndex<D> _ -> Column.TEXT;
                };
        boolean fits =
                switch (query.range()) {
                    case Query.All() -> true;
                    case Query.Numbers _ -> column == Column.NUMBER;
                    case Query.Texts(String min, String max) ->
                            column == Column.TEXT && isIndexed(min) && isIndexed(max);
                };
        if (!fits) {
            throw new IllegalArgumentException(
                    "index %s of document type %s has no such values"
                            .formatted(query.index(), type.name()));
        }
        return column;
    }

    private static boolean isIndexed(String text) {
        try {
            PlainText.indexed(text);
            return true;
        } catch (UnfitException e) {
            return false;
        }
    }
}
