package dev.cardea.server.store.ledger;

import dev.cardea.server.node.RoomShelf.Lease;
import dev.cardea.server.store.ledger.Batch.Balance;
import dev.cardea.server.store.ledger.Batch.Entry;
import dev.cardea.store.Holding;
import dev.cardea.store.Outcome;
import dev.cardea.wire.Bytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * The statements of a batch, each for all of its operations at once. Confined to the thread that
 * has the connection; the transaction is the caller's.
 *
 * <p>Statements that need nothing of each other go to the database in one message, so that a batch
 * takes three round trips: rows and locks, changes, commit.
 */
class LedgerTables {
    private static final HexFormat HEX = HexFormat.of();

    /** New ids first: a second try waits here until the first is decided. */
    private static final String IDS =
            """
            insert into operation (id, request, reason)
            select id, decode(request, 'hex'), reason
            from unnest(?::uuid[], ?::text[], ?::text[]) as new (id, request, reason)
            on conflict (id) do nothing
            returning id
            """;

    /** Whoever takes a room over waits until what its owner commits is committed. */
    private static final String FENCES =
            "select life, fence from room where life = any (?::uuid[]) for share";

    private static final String BALANCES =
            """
            select balance.account, balance.unit, amount, version
            from balance
            join unnest(?::text[], ?::text[]) as wanted (account, unit)
                on balance.account = wanted.account and balance.unit = wanted.unit
            order by balance.account, balance.unit
            for update of balance
            """;

    /**
     * A player's first of a unit: the row is made by whoever comes first. Before any balance is
     * locked: a batch that made a row while it holds others would wait in a ring with one that
     * found the row and wants the others.
     */
    private static final String NEW_BALANCES =
            """
            insert into balance (account, unit, amount, version)
            select account, unit, 0, 0 from unnest(?::text[], ?::text[]) as new (account, unit)
            on conflict do nothing
            """;

    private static final String STORED =
            "select id, request, result, answer from operation where id = any (?::uuid[])";

    private static final String CHANGE_BALANCES =
            """
            update balance set amount = new.amount, version = new.version
            from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[])
                as new (account, unit, amount, version)
            where balance.account = new.account and balance.unit = new.unit
            """;

    private static final String ENTRIES =
            """
            insert into ledger (operation, house, holder, unit, delta, version, amount)
            select * from unnest(?::uuid[], ?::boolean[], ?::text[], ?::text[], ?::bigint[],
                ?::bigint[], ?::bigint[])
            """;

    private static final String ANSWERS =
            """
            update operation set result = new.result, answer = new.answer
            from unnest(?::uuid[], ?::smallint[], ?::text[]) as new (id, result, answer)
            where operation.id = new.id
            """;

    private static final String DROP = "delete from operation where id = any (?::uuid[])";

    /** Locks what {@code batch} needs, and has it decided. */
    void lockAndDecide(Connection connection, Batch batch) throws SQLException {
        Set<UUID> isNew = new HashSet<>();
        Map<UUID, Long> held = new HashMap<>();
        Map<Holding, Balance> found = new HashMap<>();
        Collection<Lease> fences = batch.fences().values();
        String balances = NEW_BALANCES + ";" + BALANCES;
        String sql = IDS + ";" + balances + (fences.isEmpty() ? "" : ";" + FENCES);
        try (PreparedStatement all = connection.prepareStatement(sql)) {
            Parameters to = new Parameters(connection, all);
            to.array("uuid", batch.requests(), each -> each.id().value());
            to.array("text", batch.requests(), each -> HEX.formatHex(each.hash().toArray()));
            to.array("text", batch.requests(), each -> each.operation().reason());
            holdings(batch.holdings(), to);
            holdings(batch.holdings(), to);
            if (!fences.isEmpty()) {
                to.array("uuid", fences, Lease::life);
            }
            all.execute();
            read(all, rows -> isNew.add(rows.getObject(1, UUID.class)));
            all.getMoreResults();
            all.getMoreResults();
            read(all, rows -> found.put(holding(rows), balance(rows)));
            if (!fences.isEmpty()) {
                all.getMoreResults();
                read(all, rows -> held.put(rows.getObject(1, UUID.class), rows.getLong(2)));
            }
        }
        batch.decide(isNew, stored(connection, batch, isNew), held, found);
    }

    private static void holdings(Collection<Holding> holdings, Parameters to) throws SQLException {
        to.array("text", holdings, Holding::account);
        to.array("text", holdings, Holding::unit);
    }

    private static Map<UUID, StoredAnswer> stored(
            Connection connection, Batch batch, Set<UUID> isNew) throws SQLException {
        Map<UUID, StoredAnswer> stored = new HashMap<>();
        if (isNew.size() == batch.requests().size()) {
            return stored;
        }
        try (PreparedStatement known = connection.prepareStatement(STORED)) {
            Parameters to = new Parameters(connection, known);
            to.array(
                    "uuid",
                    batch.requests().stream()
                            .map(each -> each.id().value())
                            .filter(id -> !isNew.contains(id))
                            .toList(),
                    id -> id);
            known.execute();
            read(
                    known,
                    rows ->
                            stored.put(
                                    rows.getObject(1, UUID.class),
                                    new StoredAnswer(
                                            Bytes.copyOf(rows.getBytes(2)),
                                            rows.getInt(3),
                                            rows.getString(4))));
        }
        return stored;
    }

    /** Writes what {@code batch} has decided. */
    void write(Connection connection, Batch batch) throws SQLException {
        List<String> parts = new ArrayList<>();
        Map<Holding, Balance> changed = batch.changed();
        if (!changed.isEmpty()) {
            parts.add(CHANGE_BALANCES);
        }
        if (!batch.entries().isEmpty()) {
            parts.add(ENTRIES);
        }
        if (!batch.decided().isEmpty()) {
            parts.add(ANSWERS);
        }
        if (!batch.dropped().isEmpty()) {
            parts.add(DROP);
        }
        if (parts.isEmpty()) {
            return;
        }
        try (PreparedStatement all = connection.prepareStatement(String.join(";", parts))) {
            Parameters to = new Parameters(connection, all);
            if (!changed.isEmpty()) {
                holdings(changed.keySet(), to);
                to.array("bigint", changed.values(), Balance::amount);
                to.array("bigint", changed.values(), Balance::version);
            }
            if (!batch.entries().isEmpty()) {
                entries(batch.entries(), to);
            }
            if (!batch.decided().isEmpty()) {
                answers(batch, to);
            }
            if (!batch.dropped().isEmpty()) {
                to.array("uuid", batch.dropped(), each -> each.id().value());
            }
            all.execute();
        }
    }

    private static void entries(List<Entry> entries, Parameters to) throws SQLException {
        to.array("uuid", entries, each -> each.operation().value());
        to.array("boolean", entries, Entry::house);
        to.array("text", entries, Entry::holder);
        to.array("text", entries, Entry::unit);
        to.array("bigint", entries, Entry::delta);
        to.array("bigint", entries, each -> each.house() ? null : each.after().version());
        to.array("bigint", entries, each -> each.house() ? null : each.after().amount());
    }

    private static void answers(Batch batch, Parameters to) throws SQLException {
        Function<Request, Outcome> outcome =
                request -> Objects.requireNonNull(batch.outcomes().get(request));
        to.array("uuid", batch.decided(), each -> each.id().value());
        to.array("smallint", batch.decided(), each -> StoredAnswer.result(outcome.apply(each)));
        to.array("text", batch.decided(), each -> text(outcome.apply(each)));
    }

    private static String text(Outcome outcome) {
        return outcome instanceof Outcome.Refused(Outcome.Reason _, String text) ? text : "";
    }

    private static Holding holding(ResultSet rows) throws SQLException {
        return new Holding(rows.getString(1), rows.getString(2));
    }

    private static Balance balance(ResultSet rows) throws SQLException {
        return new Balance(rows.getLong(3), rows.getLong(4));
    }

    /** Looks at one row. */
    private interface RowReader {
        void read(ResultSet rows) throws SQLException;
    }

    private static void read(PreparedStatement from, RowReader each) throws SQLException {
        try (ResultSet rows = from.getResultSet()) {
            while (rows.next()) {
                each.read(rows);
            }
        }
    }
}
