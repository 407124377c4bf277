/** Accepts, authenticates, keeps connections, routes and fans out. */
@NullMarked
package dev.cardea.server.gateway;

import org.jspecify.annotations.NullMarked;
