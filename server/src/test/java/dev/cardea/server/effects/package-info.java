/** Each key of the configuration, changed, and what one sees of it from outside. */
@NullMarked
package dev.cardea.server.effects;

import org.jspecify.annotations.NullMarked;
