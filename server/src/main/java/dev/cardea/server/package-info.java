/** The process: configuration, wiring, life cycle. */
@NullMarked
package dev.cardea.server;

import org.jspecify.annotations.NullMarked;
