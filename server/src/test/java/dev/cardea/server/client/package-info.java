/** The Java client against the real server, over real sockets. */
@NullMarked
package dev.cardea.server.client;

import org.jspecify.annotations.NullMarked;
