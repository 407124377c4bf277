/**
 * What a game keeps: operations on wallets and inventories that happen once, and documents. The
 * types that authors see; PostgreSQL is behind them.
 */
@NullMarked
package dev.cardea.store;

import org.jspecify.annotations.NullMarked;
