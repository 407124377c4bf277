/** A whole server in one thread, certificates and an unreliable way, for tests with sockets. */
@NullMarked
package dev.cardea.client.peer;

import org.jspecify.annotations.NullMarked;
