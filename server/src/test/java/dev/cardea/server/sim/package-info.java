/** The whole server in one process and in virtual time, with faults from a seed. */
@NullMarked
package dev.cardea.server.sim;

import org.jspecify.annotations.NullMarked;
