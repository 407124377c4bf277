package dev.cardea.store;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Wallets and inventories of players. Safe from any thread; only {@link #balances} blocks. */
public interface Ledger {
    /**
     * Does {@code operation} once. The outcome is there when it is on disk, or within 2 seconds
     * when the database cannot tell.
     *
     * @param id made before the first try, and the same at each
     * @return never fails
     */
    CompletionStage<Outcome> settle(OperationId id, Operation operation);

    /**
     * What a player holds, by unit; what it never had is not among it. Blocks.
     *
     * @throws StoreUnavailableException if the database cannot tell now
     */
    Map<String, Long> balances(String account);
}
