package dev.cardea.server;

import dev.cardea.server.DatabaseServers.Reached;
import dev.cardea.server.admin.DatabaseState;
import dev.cardea.server.config.Config;
import dev.cardea.server.node.NodeSetup;
import dev.cardea.server.node.RoomShelving;
import dev.cardea.server.store.Database;
import dev.cardea.server.store.DatabaseRefusedException;
import dev.cardea.server.store.DatabaseRefusedException.Why;
import dev.cardea.server.store.Preparation;
import dev.cardea.server.store.documents.DocumentRoutes;
import dev.cardea.server.store.documents.PostgresDocuments;
import dev.cardea.server.store.ledger.PostgresLedger;
import dev.cardea.server.store.rooms.PostgresShelf;
import dev.cardea.service.Service;
import dev.cardea.store.DocumentType;
import dev.cardea.store.Store;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The database of a server and what is kept in it. Confined to the thread that starts and stops.
 *
 * <p>PostgreSQL of its own starts beside everything else that starts; {@link #open} waits for it.
 */
final class DatabaseParts implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Cardea.class);

    private final Config.Database config;
    private final DatabaseFailures failures;
    private final StartedParts parts = new StartedParts();
    private final Phases phases = new Phases(System::nanoTime);
    private final DatabaseServers server;
    private Optional<StartTable.Kept> row = Optional.empty();
    private Supplier<DatabaseState> state = () -> DatabaseState.NONE;

    private DatabaseParts(Config.Database config, Bindings bindings) {
        this.config = config;
        this.failures = new DatabaseFailures(config, bindings);
        this.server = parts.add(DatabaseServers.of(config, failures));
    }

    /** Begins with what takes long, on a thread of its own. */
    static DatabaseParts begin(Config.Database config, Bindings bindings) {
        return new DatabaseParts(config, bindings);
    }

    /**
     * Waits for the database, and brings it to what this build needs.
     *
     * @param documents all types that the game keeps
     * @param blocking gives every task a thread of its own; to be stopped after this
     * @throws CannotStartException naming the key and what to do
     */
    NodeSetup.Kept open(List<DocumentType<?>> documents, Executor blocking)
            throws CannotStartException {
        Optional<Reached> reached = server.await();
        if (reached.isEmpty()) {
            return NodeSetup.Kept.NONE;
        }
        Reached at = reached.get();
        phases.end("PostgreSQL");
        migrate(at);
        Preparation.Found found = look(at);
        Database database = connect(at);
        row = Optional.of(new StartTable.Kept(at.place(), at.kind() + " " + found.version()));
        state = new DatabasePulse(database::ask, System::nanoTime)::state;
        PostgresLedger ledger = parts.add(new PostgresLedger(database));
        PostgresShelf shelf =
                new PostgresShelf(database, ledger, "process " + ProcessHandle.current().pid());
        RoomShelving rooms = parts.add(new RoomShelving(shelf, blocking));
        PostgresDocuments kept = new PostgresDocuments(database, documents);
        List<Service> services = List.of(DocumentRoutes.service(kept));
        return new NodeSetup.Kept(Store.of(kept, ledger), services, rooms);
    }

    private void migrate(Reached at) throws CannotStartException {
        try {
            int ran = Preparation.migrate(at.owner(), at.worker().user());
            phases.end(ran == 1 ? "1 migration" : ran + " migrations");
        } catch (DatabaseRefusedException e) {
            throw failures.ofOwner(e);
        }
    }

    private Preparation.Found look(Reached at) throws CannotStartException {
        Preparation.Found found;
        try {
            found = Preparation.look(at.worker());
        } catch (DatabaseRefusedException e) {
            throw failures.ofWorker(e);
        }
        if (!found.unsafe().isEmpty() && !config.unsafeDurability()) {
            throw failures.unsafe(found.unsafe());
        }
        return found;
    }

    private Database connect(Reached at) throws CannotStartException {
        try {
            Database database = parts.add(Database.open(at.worker(), config.connections()));
            phases.end("pool");
            return database;
        } catch (RuntimeException e) { // the pool has its own for each way to fail
            throw failures.of(Why.STATE, "" + e.getMessage(), e);
        }
    }

    /**
     * Takes over the rooms that are kept, and says how long everything took.
     *
     * @param restore returns how many go on
     */
    void restore(IntSupplier restore) throws CannotStartException {
        if (row.isEmpty()) {
            return;
        }
        phases.begin();
        try {
            int rooms = restore.getAsInt();
            phases.end(rooms == 1 ? "1 room goes on" : rooms + " rooms go on");
        } catch (RuntimeException e) { // as the shelf's database throws
            throw failures.of(Why.STATE, "rooms cannot be taken over: " + e.getMessage(), e);
        }
        LOG.info("database: {}", phases);
    }

    /** What the table of the start says of it; empty without a database. */
    Optional<StartTable.Kept> row() {
        return row;
    }

    /** Whether it answers. Safe from any thread that may wait a second. */
    DatabaseState state() {
        return state.get();
    }

    /** Waits until rooms are saved and the ledger is written, then stops everything. */
    @Override
    public void close() {
        parts.close();
    }
}
