/** Simulated time, connections and links, and what judges the histories made with them. */
@NullMarked
package dev.cardea.testkit;

import org.jspecify.annotations.NullMarked;
