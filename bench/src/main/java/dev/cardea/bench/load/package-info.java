/** The load generator: one thread, many connections, nothing shared with the server. */
@NullMarked
package dev.cardea.bench.load;

import org.jspecify.annotations.NullMarked;
