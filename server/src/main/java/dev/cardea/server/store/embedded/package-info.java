/** A PostgreSQL of the server's own: its binaries, its data folder, its process. */
@NullMarked
package dev.cardea.server.store.embedded;

import org.jspecify.annotations.NullMarked;
