/**
 * Tables on both sides: rows and their changes in a room, blocks of docs/PROTOCOL.md, and the
 * copies that a client has.
 */
@NullMarked
package dev.cardea.room.table;

import org.jspecify.annotations.NullMarked;
