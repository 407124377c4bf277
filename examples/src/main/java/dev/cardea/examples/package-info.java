/** What all examples have in common: one program that knows the rooms of each. */
@NullMarked
package dev.cardea.examples;

import org.jspecify.annotations.NullMarked;
