/**
 * A shooter in the browser: ships as rows of a table, motion that the page predicts, and bots.
 * {@code ./cardea demo} runs it.
 */
@NullMarked
package dev.cardea.examples.arena;

import org.jspecify.annotations.NullMarked;
