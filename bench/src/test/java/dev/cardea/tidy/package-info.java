/**
 * What holds of the whole tree: sizes, names, leftovers, links, and which package may know which.
 * Each rule is tried on a small bad example first, in {@code RulesTest} and {@code
 * ArchitectureTest}, and then on everything.
 */
@NullMarked
package dev.cardea.tidy;

import org.jspecify.annotations.NullMarked;
