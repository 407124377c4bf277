/** The command line: what {@code ./cardea} understands. */
@NullMarked
package dev.cardea.server.cli;

import org.jspecify.annotations.NullMarked;
