package dev.cardea.server.store.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.transaction.TransactionIsolationLevel;

/**
 * Proves the ledger: recomputes what players have from all that ever happened. Reads the whole
 * ledger; stateless.
 */
public final class LedgerAudit {
    /** Faults of one kind that are told. */
    private static final int FAULTS_MAX = 20;

    /** Each gives a line for each fault. */
    private static final Map<String, String> RULES =
            Map.of(
                    "made or lost",
                    """
                    select 'operation ' || operation || ' makes ' || sum(delta) || ' ' || unit
                    from ledger group by operation, unit having sum(delta) <> 0
                    """,
                    "balances",
                    """
                    select holder || ' has ' || coalesce(amount, 0) || ' ' || unit
                        || ' and should have ' || coalesce(total, 0)
                    from (select holder, unit, sum(delta) as total from ledger
                        where not house group by holder, unit) as entries
                    full join (select account as holder, unit, amount from balance) as balances
                        using (holder, unit)
                    where coalesce(amount, 0) <> coalesce(total, 0)
                    """,
                    "versions",
                    """
                    select holder || '''s ' || l.unit || ' has ' || count(*)
                        || ' entries up to version ' || max(l.version) || ', its balance is at ' || coalesce(max(b.version), 0)
                    from ledger as l
                    left join balance as b on b.account = l.holder and b.unit = l.unit
                    where not house group by holder, l.unit
                    having count(*) <> max(l.version) or min(l.version) <> 1
                        or max(l.version) is distinct from max(b.version)
                    """,
                    "running amounts",
                    """
                    select 'operation ' || operation || ' leaves ' || holder || ' ' || amount || ' '
                        || unit || ' and should leave ' || running
                    from (select *, sum(delta) over
                        (partition by holder, unit order by version) as running
                        from ledger where not house) as entries
                    where amount <> running
                    """,
                    "refused and yet done",
                    """
                    select 'operation ' || id || ' has result ' || coalesce(result::text, 'none')
                        || ' and ' || count(ledger.operation) || ' entries'
                    from operation left join ledger on operation = id
                    group by id, result
                    having result is null or (result <> 1 and count(ledger.operation) > 0)
                    """);

    private LedgerAudit() {}

    /**
     * What was found.
     *
     * @param operations that were decided
     * @param entries in the ledger
     * @param houses what each house has of each unit: below zero what it gave
     * @param faults in words; none if the ledger is right
     */
    public record Report(
            long operations, long entries, Map<String, Long> houses, List<String> faults) {
        /** Copies. */
        public Report {
            houses = Collections.unmodifiableMap(new TreeMap<>(houses));
            faults = List.copyOf(faults);
        }
    }

    /** Looks at everything, as of one moment. Blocks, and may take long. */
    public static Report run(Jdbi jdbi) {
        return jdbi.inTransaction(
                TransactionIsolationLevel.REPEATABLE_READ,
                handle -> {
                    handle.execute("set local statement_timeout = 0");
                    List<String> faults = new ArrayList<>();
                    RULES.forEach((rule, sql) -> faults.addAll(faults(handle, rule, sql)));
                    return new Report(
                            count(handle, "select count(*) from operation"),
                            count(handle, "select count(*) from ledger"),
                            houses(handle),
                            faults);
                });
    }

    private static List<String> faults(Handle handle, String rule, String sql) {
        return handle.select(sql + " limit " + FAULTS_MAX)
                .map((row, context) -> rule + ": " + row.getString(1))
                .list();
    }

    private static long count(Handle handle, String sql) {
        return handle.select(sql).mapTo(Long.class).one();
    }

    private static Map<String, Long> houses(Handle handle) {
        Map<String, Long> houses = new TreeMap<>();
        handle.select("select holder || ' ' || unit, sum(delta) from ledger where house group by 1")
                .map((row, context) -> houses.put(row.getString(1), row.getLong(2)))
                .list();
        return houses;
    }
}
