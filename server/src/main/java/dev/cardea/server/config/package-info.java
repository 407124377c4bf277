/** The configuration: keys, bounds, defaults, mistakes. */
@NullMarked
package dev.cardea.server.config;

import org.jspecify.annotations.NullMarked;
