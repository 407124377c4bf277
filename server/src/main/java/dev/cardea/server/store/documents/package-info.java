/** Typed documents in PostgreSQL: their mapping to JSON, their statements, and clients' routes. */
@NullMarked
package dev.cardea.server.store.documents;

import org.jspecify.annotations.NullMarked;
