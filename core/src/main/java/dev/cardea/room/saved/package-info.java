/** Rooms at rest: all of a room that outlives its process, and its form in bytes. */
@NullMarked
package dev.cardea.room.saved;

import org.jspecify.annotations.NullMarked;
