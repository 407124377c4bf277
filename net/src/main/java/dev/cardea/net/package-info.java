/** Connections and loops: bytes in and out, without saying how they travel. */
@NullMarked
package dev.cardea.net;

import org.jspecify.annotations.NullMarked;
