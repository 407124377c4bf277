/** Benchmarks: programs that measure, never tests. */
@NullMarked
package dev.cardea.bench;

import org.jspecify.annotations.NullMarked;
