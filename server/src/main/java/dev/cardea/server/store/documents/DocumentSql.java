package dev.cardea.server.store.documents;

/**
 * The statements on documents. Nothing but constants is ever put together here: every value is a
 * parameter.
 */
final class DocumentSql {
    static final String READ =
            """
            select d.owner, d.key, d.version, d.body, d.updated
            from document d
            where d.type = :type and d.owner = :owner and d.key = :key and d.body is not null
            """;

    static final String LIST =
            """
            select d.owner, d.key, d.version, d.body, d.updated
            from document d
            where d.type = :type and d.owner = :owner and d.key > :after and d.body is not null
            order by d.key
            limit :limit
            """;

    /** How many keys an owner has had, the removed ones among them, up to a bound. */
    static final String COUNT =
            """
            select count(*) from (
                select from document d where d.type = :type and d.owner = :owner limit :limit
            ) as seen
            """;

    /**
     * What follows the writing of a document: its rows in the indexes become those of the
     * parameters, in the same statement. Alone it needs no transaction around it, so that a lone
     * write is one round trip.
     */
    private static final String INDEXED =
            """
            , gone as (
                delete from document_index
                where type = :type and owner = :owner and key = :key
                    and name not in (
                        select v.name
                        from jsonb_to_recordset(cast(:indexed as jsonb)) as v(name text))
                    and exists (select from written)
            ), kept as (
                insert into document_index as i
                    (type, name, number_value, text_value, owner, key)
                select :type, v.name, v.number_value, v.text_value, :owner, :key
                from written cross join jsonb_to_recordset(cast(:indexed as jsonb))
                    as v(name text, number_value bigint, text_value text)
                on conflict (type, owner, key, name) do update
                set number_value = excluded.number_value, text_value = excluded.text_value
                where i.number_value is distinct from excluded.number_value
                    or i.text_value is distinct from excluded.text_value
            )
            select version from written
            """;

    /**
     * Writes a document that is not there; no row if it is. What waits for another writer looks
     * again at what is there then.
     */
    static final String WRITE_ABSENT =
            """
            with written as (
                insert into document as d (type, owner, key, version, body, updated)
                values (:type, :owner, :key, 1, cast(:body as jsonb), clock_timestamp())
                on conflict (type, owner, key) do update
                set version = d.version + 1, body = excluded.body, updated = excluded.updated
                where d.body is null
                returning version
            )
            """
                    + INDEXED;

    /** Writes a document that has a version, or without a body removes it; else no row. */
    static final String WRITE_VERSION =
            """
            with written as (
                update document
                set version = version + 1, body = cast(:body as jsonb), updated = clock_timestamp()
                where type = :type and owner = :owner and key = :key
                    and version = :version and body is not null
                returning version
            )
            """
                    + INDEXED;

    private DocumentSql() {}

    /** The sort of an index's values: its column. */
    enum Column {
        NUMBER("number_value"),
        TEXT("text_value");

        private final String name;

        Column(String name) {
            this.name = name;
        }
    }

    /**
     * A page of what an index finds.
     *
     * @param isBounded only values from :min to :max
     * @param isContinued only behind :value, :owner, :key
     */
    static String query(
            Column column, boolean isDescending, boolean isBounded, boolean isContinued) {
        String value = "i." + column.name;
        String order = isDescending ? " desc" : "";
        return """
        select d.owner, d.key, d.version, d.body, d.updated, %s as value
        from document_index i join document d using (type, owner, key)
        where i.type = :type and i.name = :name and %s is not null
        """
                        .formatted(value, value)
                + (isBounded ? " and " + value + " between :min and :max" : "")
                + (isContinued
                        ? " and ("
                                + value
                                + ", i.owner, i.key) "
                                + (isDescending ? "<" : ">")
                                + " (:value, :owner, :key)"
                        : "")
                + " order by %s%s, i.owner%s, i.key%s limit :limit"
                        .formatted(value, order, order, order);
    }
}
