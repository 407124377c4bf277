/** What happened in a run, as plain facts, and the rules by which it is judged. */
@NullMarked
package dev.cardea.testkit.history;

import org.jspecify.annotations.NullMarked;
