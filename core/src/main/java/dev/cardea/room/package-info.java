/** What a game author writes rooms with, and the loop that runs them. */
@NullMarked
package dev.cardea.room;

import org.jspecify.annotations.NullMarked;
