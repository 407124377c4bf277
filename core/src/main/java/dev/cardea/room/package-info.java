/**
 * What the author of a room writes against: {@link dev.cardea.room.Room} and {@link
 * dev.cardea.room.Stage}. What drives a room is in {@code dev.cardea.room.loop}.
 */
@NullMarked
package dev.cardea.room;

import org.jspecify.annotations.NullMarked;
