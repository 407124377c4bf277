/**
 * What must not be lost, in PostgreSQL: the pool of connections, the migrations, and what is kept.
 * SQL and its library are known here alone.
 */
@NullMarked
package dev.cardea.server.store;

import org.jspecify.annotations.NullMarked;
