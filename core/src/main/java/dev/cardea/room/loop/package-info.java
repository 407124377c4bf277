/**
 * What drives a room: its events, the loop that folds over them, its mailbox, and the owner that
 * joins the loop to its stream. No threads and no clock: a node or a test brings them.
 */
@NullMarked
package dev.cardea.room.loop;

import org.jspecify.annotations.NullMarked;
