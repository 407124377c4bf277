/** Wallets and inventories in PostgreSQL: a ledger of operations that happen once. */
@NullMarked
package dev.cardea.server.store.ledger;

import org.jspecify.annotations.NullMarked;
