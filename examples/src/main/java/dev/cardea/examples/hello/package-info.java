/** The room of the README. */
@NullMarked
package dev.cardea.examples.hello;

import org.jspecify.annotations.NullMarked;
