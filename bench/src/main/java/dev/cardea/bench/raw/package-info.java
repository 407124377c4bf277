/** What Cardea is measured beside: the same work without anything of Cardea. */
@NullMarked
package dev.cardea.bench.raw;

import org.jspecify.annotations.NullMarked;
