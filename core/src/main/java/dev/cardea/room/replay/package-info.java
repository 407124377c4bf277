/**
 * Recordings of rooms, and their replay. A recording holds what a room was told, in its order and
 * with its times, and hashes of what came of it; told the same, another room of the type does the
 * same. No files and no threads: whoever records brings a {@link RecordingSink}.
 */
@NullMarked
package dev.cardea.room.replay;

import org.jspecify.annotations.NullMarked;
