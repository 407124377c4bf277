/** Hosts rooms, agents and services. */
@NullMarked
package dev.cardea.server.node;

import org.jspecify.annotations.NullMarked;
