/** Rooms that outlive their process, in PostgreSQL. */
@NullMarked
package dev.cardea.server.store.rooms;

import org.jspecify.annotations.NullMarked;
