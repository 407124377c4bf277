/** A chat: the smallest complete game. */
@NullMarked
package dev.cardea.examples.chat;

import org.jspecify.annotations.NullMarked;
