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

    /** The changes of a parameter as rows; a condition of 0 is "absent", no body a removal. */
    private static final String CHANGE =
            """
            change as materialized (
                select * from jsonb_to_recordset(cast(:changes as jsonb)) as c(
                    n int, type text, owner text, key text,
                    condition bigint, body jsonb, indexed jsonb)
            )
            """;

    /**
     * Locks what a batch will change, all batches in one order, so that no two of them wait for
     * each other.
     */
    static final String LOCK =
            "with "
                    + CHANGE
                    + """
                    select 1 from document d join change c using (type, owner, key)
                    order by d.type, d.owner, d.key
                    for update of d
                    """;

    /**
     * Does those changes whose condition holds, with their rows in the indexes, in one statement:
     * alone it needs no transaction around it, so that a lone write takes one round trip. Its rows
     * are the changes that were done.
     *
     * <p>What waits for another writer looks again at what is there then: a version that has moved
     * on does not match, and a row that has appeared is changed only if it is a removed one.
     */
    static final String WRITE =
            "with "
                    + CHANGE
                    + """
                    , updated as (
                        update document d
                        set version = d.version + 1, body = c.body, updated = clock_timestamp()
                        from change c
                        where d.type = c.type and d.owner = c.owner and d.key = c.key
                            and d.version = c.condition and d.body is not null
                        returning d.type, d.owner, d.key, d.version
                    ), inserted as (
                        insert into document as d (type, owner, key, version, body, updated)
                        select type, owner, key, 1, body, clock_timestamp() from change
                        where condition = 0
                        order by type, owner, key
                        on conflict (type, owner, key) do update
                        set version = d.version + 1, body = excluded.body,
                            updated = excluded.updated
                        where d.body is null
                        returning d.type, d.owner, d.key, d.version
                    ), written as (
                        select c.n, w.version, c.type, c.owner, c.key, c.indexed
                        from (select * from updated union all select * from inserted) w
                        join change c on c.type = w.type and c.owner = w.owner and c.key = w.key
                    ), value as (
                        select w.type, w.owner, w.key, v.name, v.number_value, v.text_value
                        from written w cross join lateral jsonb_to_recordset(w.indexed)
                            as v(name text, number_value bigint, text_value text)
                    ), gone as (
                        delete from document_index i using written w
                        where i.type = w.type and i.owner = w.owner and i.key = w.key
                            and i.name not in (
                                select v.name from value v
                                where v.type = w.type and v.owner = w.owner and v.key = w.key)
                    ), kept as (
                        insert into document_index as i
                            (type, name, number_value, text_value, owner, key)
                        select type, name, number_value, text_value, owner, key from value
                        on conflict (type, owner, key, name) do update
                        set number_value = excluded.number_value, text_value = excluded.text_value
                        where i.number_value is distinct from excluded.number_value
                            or i.text_value is distinct from excluded.text_value
                    )
                    select n, version from written
                    """;

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
