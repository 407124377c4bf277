/**
 * Liar's dice, a game in turns with something to hide: each hand is a row that its owner alone
 * sees, until somebody calls the bid a lie. {@code ./cardea demo dice} runs it.
 */
@NullMarked
package dev.cardea.examples.dice;

import org.jspecify.annotations.NullMarked;
