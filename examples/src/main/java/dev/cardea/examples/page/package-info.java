/** What the examples' pages have in common. */
@NullMarked
package dev.cardea.examples.page;

import org.jspecify.annotations.NullMarked;
