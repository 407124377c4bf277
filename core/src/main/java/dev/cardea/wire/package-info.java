/** Frames, values and schemas: what is on the wire, and nothing of who sends it. */
@NullMarked
package dev.cardea.wire;

import org.jspecify.annotations.NullMarked;
