package dev.cardea.server.store.rooms;

import dev.cardea.server.node.RoomShelf;
import dev.cardea.server.store.Database;
import dev.cardea.server.store.ledger.PostgresLedger;
import dev.cardea.session.OwnerId;
import dev.cardea.store.Operation;
import dev.cardea.store.OperationId;
import dev.cardea.store.Outcome;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Update;

/**
 * Rooms in a table, whose owner is whoever has the newest fence: each write looks for it in the
 * same statement, so that an owner which was paused or cut off writes nothing. Safe from any thread
 * that may block.
 */
public final class PostgresShelf implements RoomShelf {
    /** How long what was set aside stays. */
    public static final Duration ASIDE_TIME = Duration.ofDays(30);

    private static final int WHY_CHARS_MAX = 1_000;

    private final Jdbi jdbi;
    private final PostgresLedger ledger;
    private final String node;

    /**
     * On a database with all migrations.
     *
     * @param ledger on the same database
     * @param node the owner's name, for people
     */
    public PostgresShelf(Database database, PostgresLedger ledger, String node) {
        this.jdbi = database.jdbi();
        this.ledger = ledger;
        this.node = node;
    }

    @Override
    public boolean keeps() {
        return true;
    }

    @Override
    public List<Kept> takeAll() {
        return jdbi.inTransaction(
                handle -> {
                    handle.createUpdate(
                                    "delete from room_set_aside where set_aside <"
                                            + " clock_timestamp() - make_interval(secs => :time)")
                            .bind("time", ASIDE_TIME.toSeconds())
                            .execute();
                    return handle.createQuery(
                                    """
                                    update room set fence = fence + 1, node = :node
                                    returning name, life, fence, state,
                                        extract(epoch from clock_timestamp() - saved) as age
                                    """)
                            .bind("node", node)
                            .map(
                                    (row, context) ->
                                            new Kept(
                                                    new Lease(
                                                            OwnerId.parse(row.getString("name")),
                                                            row.getObject("life", UUID.class),
                                                            row.getLong("fence")),
                                                    age(row.getDouble("age")),
                                                    row.getBytes("state")))
                            .list();
                });
    }

    private static Duration age(double seconds) {
        return Duration.ofMillis(Math.max(0, Math.round(seconds * 1000)));
    }

    @Override
    public Write begin(Lease lease, byte[] written) {
        return write(
                """
                insert into room (name, life, fence, node, saved, state)
                values (:name, :life, :fence, :node, clock_timestamp(), :state)
                on conflict (name) do update
                set saved = excluded.saved, state = excluded.state
                where room.life = excluded.life and room.fence = excluded.fence
                """,
                lease,
                update -> update.bind("node", node).bind("state", written));
    }

    @Override
    public Write save(Lease lease, byte[] written) {
        return write(
                """
                update room set saved = clock_timestamp(), state = :state
                where name = :name and life = :life and fence = :fence
                """,
                lease,
                update -> update.bind("state", written));
    }

    @Override
    public CompletionStage<Outcome> settle(Lease lease, OperationId id, Operation operation) {
        return ledger.settle(id, operation, lease);
    }

    @Override
    public Write remove(Lease lease) {
        return write(
                "delete from room where name = :name and life = :life and fence = :fence",
                lease,
                update -> update);
    }

    @Override
    public Write setAside(Lease lease, String why) {
        String text = why.replace('\0', ' ');
        String shown = text.substring(0, Math.min(text.length(), WHY_CHARS_MAX));
        return write(
                """
                with gone as (
                    delete from room where name = :name and life = :life and fence = :fence
                    returning name, life, state
                )
                insert into room_set_aside (name, life, why, state)
                select name, life, :why, state from gone
                """,
                lease,
                update -> update.bind("why", shown));
    }

    private Write write(String sql, Lease lease, UnaryOperator<Update> bound) {
        int rows =
                jdbi.withHandle(
                        handle ->
                                bound.apply(handle.createUpdate(sql))
                                        .bind("name", lease.room().toString())
                                        .bind("life", lease.life())
                                        .bind("fence", lease.fence())
                                        .execute());
        return rows == 1 ? Write.DONE : Write.FENCED;
    }
}
