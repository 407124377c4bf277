/** Recordings of rooms on disk, written aside so that no room waits for it. */
@NullMarked
package dev.cardea.server.record;

import org.jspecify.annotations.NullMarked;
